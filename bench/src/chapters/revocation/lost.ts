import { setTimeout as pause } from 'node:timers/promises';
import type { OwnRedis } from '../../../../test/support/redis.js';
import type { Plan, Row } from '../../harness/findings.js';
import { quantile } from '../../harness/statistics.js';
import { wireTo } from '../../harness/wire.js';
import type { Started } from './single.js';
import type { System, Victim } from './system.js';

export type Loss = 'killed' | 'frozen';

/** How long a socket is waited for. Whoever has not closed it by then is taken never to do so: nothing is under way that would. */
export const PATIENCE_MS = 3_000;
const VICTIMS = 20;

/** Redis is lost; within the next second sessions are ended, at times that no poll agrees with. All systems at once: what each waits for costs no time of the others. */
export async function lost({ rounds, tell }: Plan, loss: Loss, { systems, redis }: { readonly systems: readonly Started[]; readonly redis: readonly OwnRedis[] }): Promise<readonly Row[]> {
  const rows = systems.map(({ name }) => ({ name, rounds: { 'closed p50': [] as number[], 'closed max': [] as number[], 'refused p50': [] as number[], 'refused max': [] as number[] } }));
  for (let round = 0; round < rounds; round += 1) {
    const victims = await Promise.all(systems.map(({ system }) => system.open(VICTIMS)));
    await Promise.all(redis.map((each) => (loss === 'killed' ? each.kill() : each.freeze())));
    const found = await Promise.all(systems.map(({ system }, index) => Promise.all((victims[index] ?? []).map((victim) => sample(system, victim)))));
    await Promise.all(redis.map((each) => (loss === 'killed' ? each.start() : each.thaw())));
    for (const [index, samples] of found.entries()) {
      const own = rows[index]?.rounds;
      const [closed, refused] = [samples.map((each) => each.closed), samples.map((each) => each.refused)];
      own?.['closed p50'].push(quantile(closed, 0.5));
      own?.['closed max'].push(quantile(closed, 1));
      own?.['refused p50'].push(quantile(refused, 0.5));
      own?.['refused max'].push(quantile(refused, 1));
    }
    tell(`  round ${round + 1}/${rounds}: Redis ${loss}: ${rows.map(({ name, rounds }) => `${name}: closed p50 ${rounds['closed p50'].at(-1)?.toFixed(0)}, max ${rounds['closed max'].at(-1)?.toFixed(0)}`).join('; ')}`);
    for (const { system } of systems) await ringsAgain(system);
  }
  return rows;
}

/** Infinity for what did not come. */
async function sample(system: System, { socket, end, current }: Victim): Promise<{ readonly closed: number; readonly refused: number }> {
  const [asking, looking] = await Promise.all([wireTo(system.api), wireTo(system.other)]);
  await looking.ask(current);
  await pause(Math.random() * 1_000);
  const sent = performance.now();
  const late = pause(PATIENCE_MS, Number.POSITIVE_INFINITY);
  // An answer that waits for Redis for ever is no news; that the session ends is what is waited for.
  asking.ask(end).catch(() => undefined);
  const refused = refusedBy(() => looking.ask(current), sent + PATIENCE_MS);
  const [closedAt, refusedAt] = await Promise.all([Promise.race([socket.ended, late]), refused]);
  for (const wire of [asking, looking]) wire.close();
  socket.close();
  return { closed: closedAt - sent, refused: refusedAt - sent };
}

async function refusedBy(ask: () => Promise<{ readonly status: number; readonly at: number }>, until: number): Promise<number> {
  while (performance.now() < until) {
    const { status, at } = await ask();
    if (status === 401) return at;
    await pause(20);
  }
  return Number.POSITIVE_INFINITY;
}

/** Until an end reaches a socket at once again. */
async function ringsAgain(system: System): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [victim] = await system.open(1);
    if (victim === undefined) return;
    const wire = await wireTo(system.api);
    const sent = performance.now();
    void wire.ask(victim.end).catch(() => undefined);
    const closed = await Promise.race([victim.socket.ended, pause(500, Number.POSITIVE_INFINITY)]);
    wire.close();
    victim.socket.close();
    if (closed - sent < 100) return;
    await pause(100);
  }
  throw new Error('Redis is back, and nobody hears of it');
}
