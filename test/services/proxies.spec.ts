import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { AdminSession } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { takePort } from '../support/free-ports.js';
import { administrator, signedUp } from '../support/people.js';

// The configurations of docs/forward-auth.md, as they stand there, with the proxies that this machine has.
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const programOf = (name: string): string | undefined => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
const proxies = ['nginx', 'caddy'].flatMap((name) => {
  const program = programOf(name);
  if (program === undefined) process.stdout.write(`${name} is not installed here: its configuration in docs/forward-auth.md is not tried\n`);
  return program === undefined ? [] : [{ name, program }];
});

it('the page has a configuration for each', async () => {
  for (const language of ['nginx', 'caddyfile', 'yaml']) expect(await configuration(language, { from: 0, api: 0, app: 0 })).not.toBe('');
});

if (proxies.length > 0) {
  const { apis: [api] } = await curfew({ TRUST_PROXY: '127.0.0.1' }, { gateways: 1, workers: 0 });
  const root = await administrator(api);
  const app = await echo();
  const ports = { api: Number(new URL(api.url).port), app };

  it.each(proxies)('$name lets a live session through, says whose it is, and refuses it the moment it has ended', async ({ name, program }) => {
    const through = await started(name, program, ports);
    const ada = await signedUp(api);
    const forged = { 'x-curfew-user': root.user.id, 'x-curfew-session': root.device.session.id };
    const request = { headers: { ...ada.device.credentials(), ...forged }, body: { order: 7 } };

    const passed = await eventually(async () => {
      const answer = await ask({ url: through }, 'POST /orders?x=1', request);
      return answer.status !== 502 && answer;
    }, 30_000);

    expect(passed).toMatchObject({ status: 200, body: { method: 'POST', url: '/orders?x=1', user: ada.user.id, session: ada.device.session.id, text: '{"order":7}' } });
    expect((await ask({ url: through }, 'GET /', { headers: forged })).status).toBe(401);
    expect((await root.device.call<AdminSession>(`GET /v1/admin/sessions/${ada.device.session.id}`)).ipAddress).toBe('127.0.0.1');
    await ada.device.logOut();
    expect((await ask({ url: through }, 'POST /orders', request)).status).toBe(401);
  });
}

interface Ports {
  readonly from: number;
  readonly api: number;
  readonly app: number;
}

async function configuration(language: string, { from, api, app }: Ports): Promise<string> {
  const page = await readFile(new URL('../../docs/forward-auth.md', import.meta.url), 'utf8');
  const [, block = ''] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'u').exec(page) ?? [];
  return block.replaceAll('8080', String(from)).replaceAll(':3000', `:${api}`).replaceAll(':4000', `:${app}`);
}

async function started(name: string, program: string, ports: Omit<Ports, 'from'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `curfew-${name}-`));
  const from = await takePort();
  const file = join(folder, 'configuration');
  const block = await configuration(name === 'nginx' ? 'nginx' : 'caddyfile', { ...ports, from });
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join('\n');
  const whole = name === 'nginx' ? `daemon off;\nerror_log ${folder}/error.log;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${paths}\n${block}}\n` : `{\n\tadmin off\n}\n${block}`;
  await writeFile(file, whole);
  const args = name === 'nginx' ? ['-c', file, '-p', folder, '-e', `${folder}/error.log`] : ['run', '--config', file, '--adapter', 'caddyfile'];
  const child = spawn(program, args, { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
  atEnd(async () => {
    await gone(child);
    await rm(folder, { recursive: true, force: true });
  });
  return `http://127.0.0.1:${from}`;
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function echo(): Promise<number> {
  const server = createServer((request, answer) => {
    const { method, url, headers } = request;
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify({ method, url, text, user: headers['x-curfew-user'], session: headers['x-curfew-session'] }));
    });
  });
  const port = await takePort();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', () => resolve()));
  atEnd(() => new Promise((resolve) => void server.close(() => resolve())));
  return port;
}
