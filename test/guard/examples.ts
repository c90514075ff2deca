import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../support/at-end.js';
import { ask } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { takePort } from '../support/free-ports.js';

/** An example that answers. */
export interface Example {
  readonly url: string;
}

/** Starts examples/<script> as its reader would, beside the Curfew of this file; stopped at the end by SIGTERM, in order. */
export async function example(script: string, env: Readonly<Record<string, string>>): Promise<Example> {
  const port = await takePort();
  const file = fileURLToPath(new URL(`../../examples/${script}`, import.meta.url));
  const child = spawn(process.execPath, [file], { env: { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const gone = new Promise<unknown>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  atEnd(async (failed) => {
    if (failed) process.stderr.write(`\n--- ${script}\n${log.join('')}\n`);
    child.kill('SIGTERM');
    const how = await gone;
    // Nest ends by the signal that it was sent, when it has cleaned up.
    if (how !== 0 && how !== 'SIGTERM') throw new Error(`${script} ended with ${how}:\n${log.join('')}`);
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`${script} ended:\n${log.join('')}`);
    return (await ask({ url }, 'GET /')).status > 0;
  }, 60_000);
  return { url };
}
