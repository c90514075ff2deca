import { rows } from './table.js';

/** The text of `.env.example`: every setting with its default, commented out, so that copying the file changes nothing. */
export const envExample = (): string =>
  lines([
    '# Settings of Curfew, each with its default. `npm start` reads a copy of this file that is named .env;',
    '# the environment wins over the file. NAME_FILE=/path reads NAME from a file. See docs/settings.md.',
    '# Made from libs/platform/src/settings/table.ts by `npm run generate:settings`.',
    ...groups().flatMap(({ group, members }) => [
      '',
      `# --- ${group}`,
      ...members.flatMap((row) => ['', `# ${plain(row.about)}`, `# May be ${plain(row.kind.may)}.`, `# ${row.name}=${row.preset ?? ''}`]),
    ]),
  ]);

/** The text of docs/settings.md. */
export const settingsPage = (): string =>
  lines([
    '# Settings',
    '',
    '<!-- Made from libs/platform/src/settings/table.ts by `npm run generate:settings`. -->',
    '',
    'Settings are environment variables. `npm start` also reads a file `.env` in the folder it is started from; the environment wins.',
    'An empty one counts as not set. `NAME_FILE=/path` reads `NAME` from that file (for secrets that are mounted); setting both is an error.',
    '',
    'All of them are checked before anything starts. A bad one is named, with what it may be, and the process ends with exit code 78.',
    'Durations are a number with `ms`, `s`, `m`, `h` or `d`.',
    ...groups().flatMap(({ group, members }) => [
      '',
      `## ${group}`,
      '',
      '| setting | default | may be | what it does |',
      '|---|---|---|---|',
      ...members.map((row) => `| \`${row.name}\` | ${row.preset ? `\`${row.preset}\`` : '–'} | ${row.kind.may} | ${row.about}${readers(row.usedBy)} |`),
    ]),
    '',
    '## How they hang together',
    '',
    '- `LEASE` is at least three times `POLL_INTERVAL`, and `CONFIRM_WAIT` at most `LEASE`.',
    '- `IDLE_TIMEOUT` is at most `ABSOLUTE_TIMEOUT`.',
    '- `GATEWAY_URL` has the host and the scheme of `PUBLIC_URL`; the port may differ.',
    '- `ADMIN_EMAIL` and `ADMIN_PASSWORD` come together, and the password has at least `PASSWORD_MIN_LENGTH` characters.',
    '- A port that is set and taken is an error. A default one that is taken makes way to the next free one, which `npm start` prints.',
    '',
    'Traces are asked for by the standard variables of OpenTelemetry (`OTEL_EXPORTER_OTLP_ENDPOINT` and its like): [operators.md](operators.md#traces).',
  ]);

const groups = () =>
  [...new Set(rows().map((row) => row.group))].map((group) => ({ group, members: rows().filter((row) => row.group === group) }));

const readers = (usedBy: readonly string[]): string => (usedBy.length === 0 || usedBy.length === 3 ? '' : ` Read by ${usedBy.join(' and ')}.`);

const plain = (text: string): string => text.replaceAll('`', '');

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
