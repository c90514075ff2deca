import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { AdminSession } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { takePort } from '../support/free-ports.js';
import { administrator, signedUp } from '../support/people.js';

// The configurations of docs/forward-auth.md, as they stand there, with the proxies that this machine has. (An Envoy that is not the system's: put its folder first in PATH.)
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const programOf = (name: string): string | undefined => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
const proxies = ['nginx', 'caddy', 'envoy'].flatMap((name) => {
  const program = programOf(name);
  if (program === undefined) process.stdout.write(`${name} is not installed here: its configuration in docs/forward-auth.md is not tried\n`);
  return program === undefined ? [] : [{ name, program }];
});

it('the page has a configuration for each', async () => {
  for (const name of ['nginx', 'caddy', 'traefik', 'envoy']) expect(await configuration(name, { from: 0, api: 0, app: 0 })).not.toBe('');
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
    // Envoy says its own address of whoever comes from the machine itself.
    const { ipAddress } = await root.device.call<AdminSession>(`GET /v1/admin/sessions/${ada.device.session.id}`);
    expect(name === 'envoy' ? Object.values(networkInterfaces()).flatMap((some) => some?.map(({ address }) => address)) : ['127.0.0.1']).toContain(ipAddress);
    await ada.device.logOut();
    expect((await ask({ url: through }, 'POST /orders', request)).status).toBe(401);
  });
}

interface Ports {
  readonly from: number;
  readonly api: number;
  readonly app: number;
}

/** What stands in the page's part about this proxy. */
async function configuration(name: string, { from, api, app }: Ports): Promise<string> {
  const page = await readFile(new URL('../../docs/forward-auth.md', import.meta.url), 'utf8');
  const [, block = ''] = new RegExp(`^## ${name}$[^]*?\`\`\`\\w+\n([^]*?)\`\`\``, 'imu').exec(page) ?? [];
  return block.replaceAll('8080', String(from)).replaceAll(':3000', `:${api}`).replaceAll(':4000', `:${app}`);
}

async function started(name: string, program: string, ports: Omit<Ports, 'from'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `curfew-${name}-`));
  const from = await takePort();
  const file = join(folder, 'configuration');
  const block = await configuration(name, { ...ports, from });
  const { whole, args } = commandOf(name, { block, file, folder, ports: { ...ports, from } });
  await writeFile(file, whole);
  const child = spawn(program, args, { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
  atEnd(async () => {
    await gone(child);
    await rm(folder, { recursive: true, force: true });
  });
  return `http://127.0.0.1:${from}`;
}

interface Command {
  readonly block: string;
  readonly file: string;
  readonly folder: string;
  readonly ports: Ports;
}

/** The page's part in what the proxy wants around it, and how it is started with that. */
function commandOf(name: string, { block, file, folder, ports }: Command): { readonly whole: string; readonly args: readonly string[] } {
  if (name === 'nginx') {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join('\n');
    const whole = `daemon off;\nerror_log ${folder}/error.log;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${paths}\n${block}}\n`;
    return { whole, args: ['-c', file, '-p', folder, '-e', `${folder}/error.log`] };
  }
  if (name === 'caddy') return { whole: `{\n\tadmin off\n}\n${block}`, args: ['run', '--config', file, '--adapter', 'caddyfile'] };
  return { whole: aroundEnvoy(block, ports), args: ['--config-path', file, '--concurrency', '1', '--disable-hot-restart', '--log-level', 'off'] };
}

const aroundEnvoy = (filters: string, { from, api, app }: Ports): string => `static_resources:
  listeners:
    - address: { socket_address: { address: 127.0.0.1, port_value: ${from} } }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: app
                use_remote_address: true
                route_config: { virtual_hosts: [{ name: app, domains: ["*"], routes: [{ match: { prefix: / }, route: { cluster: app } }] }] }
${filters.replaceAll(/^(?=.)/gmu, ' '.repeat(16))}  clusters:
${[['app', app], ['curfew', api]].map(([name, port]) => `    - { name: ${name}, load_assignment: { cluster_name: ${name}, endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: ${port} } } } }] }] } }`).join('\n')}
`;

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
