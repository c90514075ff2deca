import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from '../../fleet/fleet.js';
import type { Speech } from '../../fleet/client.js';
import { clock } from '../../harness/clock.js';
import { memoryOf, stallOf } from '../../harness/inside.js';
import { usageOf } from '../../harness/processes.js';
import { quantile } from '../../harness/statistics.js';

/** A server of sockets, fresh for each round. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  readonly speech: Speech;
  /** What those hold who only stand there until they are ended; null: they need nothing. */
  readonly idle: readonly (string | null)[];
  /** Before anything is measured. */
  readonly warmUp: readonly (string | null)[];
  readonly audiences: readonly Audience[];
  /** Has something told that bears `mark <number>`. */
  publish(mark: number): Promise<unknown>;
  /** Closes all that are idle. */
  end(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Those who are told, by which way: `watch` is what they have to say for it. */
export interface Audience {
  readonly name: string;
  readonly tokens: readonly (string | null)[];
  readonly watch: boolean;
}

export interface Sizes {
  readonly idle: number;
  readonly audience: number;
  /** Events told to each audience, and how many a second. */
  readonly events: number;
  readonly rate: number;
}

type Figures = Record<string, number>;

/** One server's round: memory before and after very many sockets have come, an event a moment to each audience, the end of all. Columns are `part/metric`. */
export async function measureRound(running: Running, fleet: Fleet, { events, rate }: Sizes): Promise<Figures> {
  const { pid, url, speech } = running;
  const open = (group: string, tokens: readonly (string | null)[]) => fleet.open({ group, url, speech, tokens, atOnce: AT_ONCE });
  await open('warm-up', running.warmUp);
  await fleet.close('warm-up');
  const before = await memoryOf(pid);
  const coming = await watched(pid, () => open('idle', running.idle));
  const held = await memoryOf(pid);
  const told: Figures = {};
  for (const audience of running.audiences) {
    await open('audience', audience.tokens);
    if (audience.watch) await fleet.emit('audience', 'watch');
    for (const [metric, value] of Object.entries(await fanOut(running, fleet, { events, rate, audience }))) told[`${audience.name}/${metric}`] = value;
    await fleet.close('audience');
  }
  const count = running.idle.length;
  return {
    'idle/resident': (held.rssKb - before.rssKb) / count,
    'idle/held': (held.heldKb - before.heldKb) / count,
    'coming/connects': (count / coming.answer.ms) * 1000,
    'coming/CPU': (coming.cpuMs / count) * 1000,
    'coming/p99': quantile(coming.answer.took, 0.99),
    'coming/stall': coming.stall,
    ...told,
    ...(await end(running, fleet)),
  };
}

async function fanOut({ pid, publish }: Running, fleet: Fleet, { events, rate, audience }: Pick<Sizes, 'events' | 'rate'> & { readonly audience: Audience }): Promise<Figures> {
  await fleet.forget();
  const sent: number[] = [];
  const { cpuMs, stall } = await watched(pid, async () => {
    const began = clock();
    const asked: Promise<unknown>[] = [];
    for (let mark = 0; mark < events; mark += 1) {
      await pause(Math.max(0, began + (mark / rate) * 1000 - clock()));
      sent[mark] = clock();
      asked.push(publish(mark));
    }
    await Promise.all(asked);
    await allHeard(fleet, { marks: events, count: audience.tokens.length });
  });
  const heard = await fleet.heard();
  const delays = sent.map((at, mark) => (heard.get(mark)?.last ?? Number.NaN) - at);
  return { p50: quantile(delays, 0.5), max: quantile(delays, 1), CPU: (cpuMs / (events * audience.tokens.length)) * 1000, stall };
}

async function allHeard(fleet: Fleet, { marks, count }: { readonly marks: number; readonly count: number }): Promise<void> {
  for (const until = clock() + 20_000; clock() < until; await pause(50)) {
    const heard = await fleet.heard();
    if (heard.size >= marks && [...heard.values()].every((each) => each.count >= count)) return;
  }
  throw new Error(`after 20 s not all ${count} had heard all ${marks} events`);
}

async function end(running: Running, fleet: Fleet): Promise<Figures> {
  const ended = fleet.ended('idle');
  const { answer: last, cpuMs, stall } = await watched(running.pid, async () => {
    const sent = clock();
    const [times] = await Promise.all([ended, running.end()]);
    return times.reduce((latest, at) => Math.max(latest, at), 0) - sent;
  });
  return { 'end/last': last, 'end/CPU': (cpuMs / running.idle.length) * 1000, 'end/stall': stall };
}

/** What this costs the server: its time, and how long it stood still at most. */
async function watched<T>(pid: number, work: () => Promise<T>): Promise<{ readonly answer: T; readonly cpuMs: number; readonly stall: number }> {
  await stallOf(pid);
  const before = await usageOf(pid);
  const answer = await work();
  return { answer, cpuMs: (await usageOf(pid)).cpuMs - before.cpuMs, stall: await stallOf(pid) };
}

// Begun and not let in yet.
const AT_ONCE = 100;
