import type { Ended } from '@curfew/contracts';
import { eventually } from '../../../../test/support/eventually.js';
import { guardOf } from '../../../../test/guard/fleet.js';
import { populate } from '../../../../test/measure/population.js';
import { Fleet } from '../../fleet/fleet.js';
import { clock } from '../../harness/clock.js';
import type { Plan } from '../../harness/findings.js';
import { openLoop } from '../../harness/load.js';
import { usageOf } from '../../harness/processes.js';
import { median, quantile } from '../../harness/statistics.js';
import { requestOf } from '../../harness/wire.js';
import { curveOf, type Curve } from './curve.js';
import { timed, type Home } from './home.js';

/** One session with ever more sockets ends: until the last client saw it, and what it takes of the gateway. */
export async function sockets(plan: Plan, home: Home, sizes: readonly number[]): Promise<Curve> {
  const { gateways: [gateway] } = home;
  const fleet = new Fleet();
  try {
    return await curveOf(plan, sizes, async (size) => {
      const [person] = await populate(home.database, 1);
      const { tokens: [own = '', token = ''] = [], sessionIds: [, id] = [] } = person ?? {};
      await fleet.open({ group: 'all', url: gateway.url, speech: 'socket.io', tokens: Array.from({ length: size }, () => token), atOnce: 100 });
      const before = await usageOf(gateway.pid);
      const ended = fleet.ended('all');
      const sent = clock();
      await timed<Ended>(home, `DELETE /v1/sessions/${id}?wait=10000`, { token: own });
      const last = (await ended).reduce((latest, at) => Math.max(latest, at), 0) - sent;
      return { last, CPU: Math.max(10, (await usageOf(gateway.pid)).cpuMs - before.cpuMs) };
    });
  } finally {
    fleet.stop();
  }
}

/** An end that ever more consumers confirm: the api and the gateway are two of them, the rest are guards in one process, this one. */
export async function consumers(plan: Plan, home: Home, { sizes, key }: { readonly sizes: readonly number[]; readonly key: string }): Promise<Curve> {
  const { apis: [api], database } = home;
  return curveOf(plan, sizes, async (size) => {
    const guards = Array.from({ length: Math.max(0, size - 2) }, () => guardOf(api.url, key));
    await Promise.all(guards.map((guard) => guard.ready()));
    await eventually(() => guards.every((guard) => guard.status().listening), 60_000);
    const took: number[] = [];
    for (const { tokens: [own = ''], sessionIds: [, id] } of await populate(database, 10)) took.push((await timed<Ended>(home, `DELETE /v1/sessions/${id}?wait=10000`, { token: own })).ms);
    await Promise.all(guards.map((guard) => guard.close()));
    return { p50: quantile(took, 0.5), max: quantile(took, 1) };
  });
}

/** Ever more events a second, each by a request of its own: what they take of the api and the gateway, and how long each waits. */
export async function events(plan: Plan, home: Home, sizes: readonly number[]): Promise<Curve> {
  const { apis: [api], gateways: [gateway], database } = home;
  const host = new URL(api.url).host;
  const people = await populate(database, 100, 1);
  const requests = people.map(({ tokens: [token], sessionIds: [id] }, index) => requestOf(`PATCH /v1/sessions/${id}`, { host, headers: { authorization: `Bearer ${token}` }, body: { label: `label ${index}` } }));
  const seconds = plan.full ? 10 : 2;
  return curveOf(plan, sizes, async (rate) => {
    const before = await usageOf(api.pid, gateway.pid);
    const { latencies } = await openLoop({ url: api.url, next: (count) => requests[count % requests.length] ?? Buffer.alloc(0) }, { rate, seconds });
    const used = (await usageOf(api.pid, gateway.pid)).cpuMs - before.cpuMs;
    return { CPU: Math.max(10, used) / seconds, p50: median(latencies), p99: quantile(latencies, 0.99) };
  });
}
