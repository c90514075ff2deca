import { spawn } from 'node:child_process';
import { createGuard } from '@curfew/guard';
import { eventually } from '../support/eventually.js';
import { takePort } from '../support/free-ports.js';

/** The consumer that is put to the test: what it says of a token (`live`, `unknown`, `ended` or `stale`), and its end. */
export interface Subject {
  says(token: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * The guard of this repository; or, where CURFEW_CONFORMANCE_COMMAND is set, whatever that command starts: it is given CURFEW_URL, CURFEW_API_KEY and PORT, follows
 * that Curfew, and answers `GET /check?token=…` on 127.0.0.1 at PORT with `{ "active": true }` or `{ "active": false, "reason": "unknown" | "ended" | "stale" }`. SIGTERM ends it.
 */
export async function subject(url: string): Promise<Subject> {
  const command = process.env['CURFEW_CONFORMANCE_COMMAND'];
  if (command === undefined) return ours(url);
  const port = await takePort();
  const env = { ...process.env, CURFEW_URL: url, CURFEW_API_KEY: 'curfew_conformance', PORT: String(port) };
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  const says = async (token: string): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}/check?token=${encodeURIComponent(token)}`);
    const { active, reason } = (await answer.json()) as { active: boolean; reason?: string };
    return active ? 'live' : (reason ?? '');
  };
  await eventually(() => says('nobody'), 60_000);
  return { says, close: async () => void (child.kill('SIGTERM'), await gone) };
}

function ours(url: string): Subject {
  const guard = createGuard({ url, apiKey: 'curfew_conformance' });
  return {
    says: async (token) => {
      const checked = await guard.check(token);
      return checked.active ? 'live' : checked.reason;
    },
    close: () => guard.close(),
  };
}
