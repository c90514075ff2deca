import { setTimeout as pause } from 'node:timers/promises';
import type { Plan, Row } from '../../harness/findings.js';
import { interleaved, type Contender } from '../../harness/interleaved.js';
import { usageOf } from '../../harness/processes.js';
import { quantile, quantiles } from '../../harness/statistics.js';
import { wireTo, type Wire } from '../../harness/wire.js';
import { endEach } from './burst.js';
import { COMMIT, commit } from './commit.js';
import { flow } from './flow.js';
import type { System, Victim } from './system.js';

export interface Started {
  readonly name: string;
  readonly system: System;
}

/** How many ends a round: 10,000 or more in all when there is time. */
export const samplesOf = ({ full, smoke, rounds }: Plan): number => (full ? Math.ceil(10_000 / rounds) : smoke ? 5 : 100);

/** One session after the other is ended: DELETE sent → its socket is closed, and → the other process refuses it. With so many events a second besides. `commit` is measured in the same rounds. */
export async function single(plan: Plan, systems: readonly Started[], eventsPerSecond: number): Promise<{ readonly rows: readonly Row[]; readonly commit: Row | undefined }> {
  const all = new Map<string, Sample[]>();
  const samples = samplesOf(plan);
  const measured = await interleaved(plan, [commit(samples), ...systems.map(({ name, system }) => contender({ name, system, samples, eventsPerSecond, keep: (found) => all.set(name, [...(all.get(name) ?? []), ...found]) }))]);
  // Of all rounds together: one round has too few for it.
  const rows = measured.filter(({ name }) => name !== COMMIT).map((row) => {
    const found = all.get(row.name) ?? [];
    return { ...row, rounds: { ...row.rounds, 'closed p99.9': [quantile(found.map(({ closed }) => closed), 0.999)], 'refused p99.9': [quantile(found.map(({ refused }) => refused), 0.999)] } };
  });
  return { rows, commit: measured.find(({ name }) => name === COMMIT) };
}

interface Sample {
  readonly closed: number;
  readonly refused: number;
  readonly answered: number;
}

interface Measuring extends Started {
  readonly samples: number;
  readonly eventsPerSecond: number;
  keep(found: readonly Sample[]): void;
}

function contender({ name, system, samples, eventsPerSecond, keep }: Measuring): Contender {
  return {
    name,
    setUp: async () => ({
      measure: async (round) => {
        // Code that has run a few hundred times is not compiled yet: of whoever does little, all of it is sooner than of whoever does much.
        if (round < 0) await endEach(system, await system.open(20 * Math.min(samples, 100)));
        const victims = await system.open(samples);
        const noise = eventsPerSecond === 0 ? undefined : await flow(system, eventsPerSecond);
        const [asking, looking] = await Promise.all([wireTo(system.api), wireTo(system.other)]);
        const before = await usageOf(...system.pids);
        const found: Sample[] = [];
        for (const victim of victims) found.push(await sample(victim, asking, looking));
        const after = await usageOf(...system.pids);
        const events = await noise?.();
        for (const wire of [asking, looking]) wire.close();
        if (round >= 0) keep(found);
        return columns(found, { cpuMs: after.cpuMs - before.cpuMs, rssKb: after.rssKb, events });
      },
    }),
  };
}

function columns(found: readonly Sample[], { cpuMs, rssKb, events }: { readonly cpuMs: number; readonly rssKb: number; readonly events: number | undefined }): Readonly<Record<string, number>> {
  const [closed, refused, answered] = [quantiles(found.map((each) => each.closed)), quantiles(found.map((each) => each.refused)), quantiles(found.map((each) => each.answered))];
  const under = events === undefined ? { CPU: cpuMs / found.length, memory: rssKb / 1024 } : { 'events/s': events };
  return { 'closed p50': closed.p50, 'closed p99': closed.p99, 'refused p50': refused.p50, 'refused p99': refused.p99, 'answered p50': answered.p50, ...under };
}

async function sample({ socket, end, current }: Victim, asking: Wire, looking: Wire): Promise<Sample> {
  // It is known there, as that of anyone who is at work; and no two begin at the same moment of something that recurs.
  const warm = await looking.ask(current);
  if (warm.status !== 200) throw new Error(`not admitted: ${warm.status} ${warm.body}`);
  await pause(Math.random() * 5);
  const sent = performance.now();
  const [answer, closed, refused] = await Promise.all([asking.ask(end), socket.ended, refusedAt(looking, current)]);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body}`);
  return { closed: closed - sent, refused: refused - sent, answered: answer.at - sent };
}

/** When the first refusal had come; asked again a millisecond after each answer. */
async function refusedAt(wire: Wire, current: Buffer): Promise<number> {
  for (;;) {
    const { status, at } = await wire.ask(current);
    if (status === 401) return at;
    if (status !== 200) throw new Error(`neither admitted nor refused: ${status}`);
    await pause(1);
  }
}
