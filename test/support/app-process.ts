import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { within } from './eventually.js';

/** A built process of the product that has said that it is ready. */
export interface AppProcess {
  readonly name: string;
  readonly pid: number;
  /** By setting: `apiPort`, `gatewayPort`, … as it announced them. */
  readonly ports: Readonly<Record<string, number>>;
  /** What it has written so far, a line each. */
  readonly log: readonly string[];
  /** SIGTERM; fails when it does not end with code 0 within 5 s (it is killed then). */
  stop(): Promise<void>;
  /** SIGKILL: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
  /** SIGSTOP until `thaw`: it stands still, its connections stay open. */
  freeze(): void;
  thaw(): void;
}

/** Starts apps/<name>/dist/main.js (of another tree than this with `root`) with this environment and nothing of ours, and waits until it says that it is ready. Whoever starts it stops it. */
export async function startApp(name: string, env: Readonly<Record<string, string>>, root = new URL('../../', import.meta.url)): Promise<AppProcess> {
  const file = fileURLToPath(new URL(`apps/${name}/dist/main.js`, root));
  const log: string[] = [];
  const child = spawn(process.execPath, ['--enable-source-maps', file], { env: { ...clean(), ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => log.push(...text.trimEnd().split('\n')));
  const gone = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? -1));
  });
  const failed = gone.then((how) => Promise.reject(new Error(`${name} ended (${how}) before it was ready:\n${log.join('\n')}`)));
  failed.catch(() => undefined);
  const ports = await within(90_000, Promise.race([readyOf(child), failed]), `${name} ready`).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await gone;
    throw new Error(`${name} did not start:\n${log.slice(-40).join('\n')}`, { cause: error });
  });
  return { name, pid: child.pid ?? -1, ports, log, ...control(name, child, gone) };
}

function control(name: string, child: ChildProcess, gone: Promise<number | NodeJS.Signals>) {
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  return {
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const how = await within(5_000, gone, `${name} ends`).finally(kill);
      if (how !== 0) throw new Error(`${name} was asked to stop and ended with ${how}`);
    },
  };
}

async function readyOf(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const [message] = await once(child, 'message');
    if (message?.type === 'ready') return message.ports ?? {};
  }
}

/** It ends with this process. Nothing else of this environment reaches it: no flags for Node, no settings of whoever runs the tests. */
function clean(): Record<string, string> {
  return { NODE_ENV: 'production', CURFEW_PARENT_PID: String(process.pid), PATH: process.env['PATH'] ?? '' };
}
