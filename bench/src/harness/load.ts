import { setTimeout as pause } from 'node:timers/promises';
import { quantiles } from './statistics.js';
import { wireTo, type Answer, type Wire } from './wire.js';

/** What a load found. Latencies in ms. */
export interface Loaded {
  readonly latencies: readonly number[];
  readonly failed: number;
  readonly perSecond: number;
}

export interface Requests {
  readonly url: string;
  /** The next request, as bytes: the same each time, or another. */
  next(count: number): Buffer;
  /** 2xx unless told otherwise. */
  good?(answer: Answer): boolean;
}

/**
 * So many requests a second, each when the clock says so, whether or not others have been answered. A latency counts from when a request was due,
 * so one that waits behind a slow one is slow too (no coordinated omission); only what a timer of a millisecond is late by is not held against the server.
 * `most`: connections, opened before; a request for which none is free waits for one, and its clock runs.
 */
export async function openLoop(requests: Requests, { rate, seconds, most = 64 }: { readonly rate: number; readonly seconds: number; readonly most?: number }): Promise<Loaded> {
  const wires = await Promise.all(Array.from({ length: most }, () => wireTo(requests.url)));
  const free = [...wires];
  const due: { readonly at: number; readonly request: Buffer }[] = [];
  const found = tally(requests);
  const go = (): void => {
    for (let wire = free.pop(); wire !== undefined; wire = free.pop()) {
      const first = due.shift();
      if (first === undefined) return void free.push(wire);
      const own = wire;
      void found.one(own, first.request, first.at).then(() => (free.push(own), go()));
    }
  };
  const began = performance.now();
  const total = Math.round(rate * seconds);
  for (let count = 0; count < total; ) {
    const now = performance.now();
    for (let at = began + (count / rate) * 1000; count < total && at <= now; at = began + ((count += 1) / rate) * 1000) due.push({ at: now - at < TICK_MS ? now : at, request: requests.next(count) });
    go();
    await pause(1);
  }
  while (found.done() < total) await pause(1);
  for (const wire of wires) wire.close();
  return found.of((performance.now() - began) / 1000);
}

const TICK_MS = 2;

/** As many as it answers: each of so many connections asks again as soon as it is answered. For "how many a second"; its latencies say little. */
export async function closedLoop(requests: Requests, { connections, seconds }: { readonly connections: number; readonly seconds: number }): Promise<Loaded> {
  const wires = await Promise.all(Array.from({ length: connections }, () => wireTo(requests.url)));
  const found = tally(requests);
  const began = performance.now();
  const until = began + seconds * 1000;
  let count = 0;
  await Promise.all(
    wires.map(async (wire) => {
      for (let now = performance.now(); now < until; now = performance.now()) await found.one(wire, requests.next((count += 1)), now);
      wire.close();
    }),
  );
  return found.of((performance.now() - began) / 1000);
}

/** p50, p99, p99.9 and max of a load, and how many failed, as columns of a table. */
export function columnsOf({ latencies, failed, perSecond }: Loaded): Readonly<Record<string, number>> {
  return { ...quantiles(latencies), perSecond, failed };
}

function tally({ good = ({ status }) => status >= 200 && status < 300 }: Requests) {
  const latencies: number[] = [];
  let failed = 0;
  return {
    one: async (wire: Wire, request: Buffer, from: number): Promise<void> => {
      const answer = await wire.ask(request).catch(() => undefined);
      if (answer !== undefined && good(answer)) latencies.push(answer.at - from);
      else failed += 1;
    },
    done: () => latencies.length + failed,
    of: (seconds: number): Loaded => ({ latencies, failed, perSecond: latencies.length / seconds }),
  };
}
