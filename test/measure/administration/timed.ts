import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** How long each takes, one after the other, warmed up. Less often where it takes long. */
export async function timed(work: () => Promise<unknown>, times = 300): Promise<readonly number[]> {
  const values: number[] = [];
  const began = performance.now();
  for (let at = -times / 10; at < times && (at < 30 || performance.now() - began < LONGEST_MS); at += 1) {
    const sent = performance.now();
    await work();
    if (at >= 0) values.push(performance.now() - sent);
  }
  return values;
}

const LONGEST_MS = 4_000;

/** So many begun a second until it is stopped, however long they take (an open loop): each is timed from when it was due. */
export function steadily(perSecond: number, work: () => Promise<unknown>): () => Promise<readonly number[]> {
  const values: number[] = [];
  const began = performance.now();
  const under: Promise<unknown>[] = [];
  const running = new AbortController();
  const loop = async (): Promise<void> => {
    for (let at = 0; !running.signal.aborted; at += 1) {
      const due = began + (at * 1_000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      under.push(work().then(() => values.push(performance.now() - Math.max(due, began))));
    }
  };
  const looping = loop();
  return async () => {
    running.abort();
    await looping;
    await Promise.all(under);
    return values;
  };
}

export const p99 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

/** A process's resident memory, in MB. */
export const residentMb = async (pid: number): Promise<number> => Math.round(Number(/^VmRSS:\s+(\d+)/mu.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
