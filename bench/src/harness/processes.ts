import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A server of bench/rivals in a process of its own. */
export interface Rival {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts bench/rivals/<file> (`express/server.js`) with this environment and nothing of ours, and waits for its line `listening <port>`.
 * What it writes besides is shown. It should end when its standard input does: then it never outlives this process.
 */
export async function startRival(file: string, env: Readonly<Record<string, string>> = {}, flags: readonly string[] = []): Promise<Rival> {
  const path = fileURLToPath(new URL(`../../rivals/${file}`, import.meta.url));
  const child = spawn(process.execPath, [...flags, '--import', followParent, path], { env: { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '', ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await portOf(child, file);
  return { pid: child.pid ?? -1, port, url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

/** What a process has used so far. */
export interface Usage {
  /** User and system time, in ms (the kernel counts in steps of 10). */
  readonly cpuMs: number;
  /** Resident memory, in kB. */
  readonly rssKb: number;
}

/** From /proc: NaN where there is none. Of several processes: the sum. */
export async function usageOf(...pids: readonly number[]): Promise<Usage> {
  const each = await Promise.all(pids.map((pid) => Promise.all([stat(pid), status(pid)])));
  return { cpuMs: sum(each.map(([cpuMs]) => cpuMs)), rssKb: sum(each.map(([, rssKb]) => rssKb)) };
}

const followParent = new URL('follow-parent.js', import.meta.url).href;

async function portOf(child: ChildProcess, file: string): Promise<number> {
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code} before it listened`)));
  const listening = new Promise<number>((resolve) => {
    createInterface(child.stdout ?? process.stdin).on('line', (line) => {
      const [, port] = /^listening (\d+)$/.exec(line) ?? [];
      if (port === undefined) process.stderr.write(`${file}: ${line}\n`);
      else resolve(Number(port));
    });
  });
  const late = pause(30_000, undefined, { ref: false }).then(() => Promise.reject(new Error(`${file} does not listen after 30 s`)));
  failed.catch(() => undefined);
  late.catch(() => undefined);
  return Promise.race([listening, failed, late]);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await gone;
  clearTimeout(timer);
}

// After the name, which stands in brackets and may hold anything, fields 14 and 15 of proc(5): user and system time in ticks of 1/100 s.
async function stat(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function status(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/mu.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1]);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
