import type { Plan, Row } from '../../harness/findings.js';
import { interleaved } from '../../harness/interleaved.js';
import { usageOf } from '../../harness/processes.js';
import { quantile } from '../../harness/statistics.js';
import { wireTo, type Wire } from '../../harness/wire.js';
import type { Started } from './single.js';
import type { System, Victim } from './system.js';

const manyOf = ({ smoke }: Plan): number => (smoke ? 50 : 1_000);

/** A thousand sessions are ended by a thousand requests, over 64 connections that each send the next as soon as the last is answered. */
export const burst = (plan: Plan, systems: readonly Started[]): Promise<readonly Row[]> =>
  interleaved(plan, systems.map(({ name, system }) => ({ name, setUp: () => Promise.resolve({ measure: async () => {
    return endEach(system, await system.open(manyOf(plan)));
  } }) })));

/** A request for each of these, over 64 connections. */
export const endEach = (system: System, victims: readonly Victim[]): Promise<Readonly<Record<string, number>>> => timed(system, victims, { ends: victims.map(({ end }) => end), connections: 64 });

/** A thousand sessions of one user, ended by one request. */
export const crowd = (plan: Plan, systems: readonly Started[]): Promise<readonly Row[]> =>
  interleaved(plan, systems.map(({ name, system }) => ({ name, setUp: () => Promise.resolve({ measure: async () => {
    const { victims, end } = await system.crowd(manyOf(plan));
    return timed(system, victims, { ends: [end], connections: 1 });
  } }) })));

async function asked(wire: Wire, ends: Iterable<Buffer>): Promise<void> {
  for (const end of ends) {
    const { status, body } = await wire.ask(end);
    if (status !== 200) throw new Error(`answered ${status}: ${body}`);
  }
}

/** From the first request until each socket was closed, and until all was answered. */
async function timed({ api, pids }: System, victims: readonly Victim[], { ends, connections }: { readonly ends: readonly Buffer[]; readonly connections: number }): Promise<Readonly<Record<string, number>>> {
  const wires = await Promise.all(Array.from({ length: connections }, () => wireTo(api)));
  const left = ends.values();
  const before = await usageOf(...pids);
  const sent = performance.now();
  const answered = Promise.all(wires.map((wire) => asked(wire, left))).then(() => performance.now() - sent);
  const closed = (await Promise.all(victims.map(({ socket }) => socket.ended))).map((at) => at - sent);
  const found = { 'half closed': quantile(closed, 0.5), 'all closed': quantile(closed, 1), 'all answered': await answered, CPU: ((await usageOf(...pids)).cpuMs - before.cpuMs) / victims.length };
  for (const wire of wires) wire.close();
  return found;
}
