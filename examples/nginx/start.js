// An app that knows nothing of Curfew, behind an nginx that does.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { CURFEW_URL = 'http://localhost:3000', PORT = '4005', NGINX = 'nginx' } = process.env;

const app = createServer((request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ hello: { userId: request.headers['x-curfew-user'], sessionId: request.headers['x-curfew-session'] } }));
});
// On this machine alone: whoever reaches it without nginx is believed.
await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));

const folder = await mkdtemp(join(tmpdir(), 'curfew-nginx-'));
const filled = { PORT, CURFEW_URL: CURFEW_URL.replace(/\/$/, ''), APP_URL: `http://127.0.0.1:${app.address().port}`, FOLDER: folder };
const template = await readFile(new URL('nginx.conf.template', import.meta.url), 'utf8');
await writeFile(join(folder, 'nginx.conf'), template.replace(/\$\{(\w+)\}/g, (whole, name) => filled[name] ?? whole));

const nginx = spawn(NGINX, ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
nginx.once('error', () => process.stderr.write('nginx is not installed: on Debian and Ubuntu, apt-get install nginx-light\n'));
nginx.once('close', async () => {
  app.close();
  await rm(folder, { recursive: true, force: true });
});
process.stdout.write(`nginx listens on http://localhost:${PORT}\n`);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => nginx.kill('SIGTERM'));
