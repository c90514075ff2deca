import { administrator } from '../../../../test/support/people.js';
import { curfew } from '../../../../test/support/curfew.js';
import { Fleet } from '../../fleet/fleet.js';
import type { Chapter, Findings, Plan, Row } from '../../harness/findings.js';
import { interleaved, type Contender } from '../../harness/interleaved.js';
import { findingsOf } from './findings.js';
import { measureRound, type Running, type Sizes } from './round.js';
import { freshGateway, freshRival } from './servers.js';

/** What very many sockets cost: to hold, to let in, to tell something, and to end. */
export const gateway: Chapter = {
  title: 'Gateway',
  async measure(plan: Plan): Promise<Findings> {
    const sizes: Sizes = plan.smoke ? { idle: 200, audience: 20, events: 5, rate: 20 } : { idle: 10_000, audience: 1000, events: plan.full ? 200 : 30, rate: 20 };
    const fleet = new Fleet();
    try {
      return findingsOf(await rowsOf(plan, fleet, sizes), sizes);
    } finally {
      fleet.stop();
    }
  },
};

async function rowsOf(plan: Plan, fleet: Fleet, sizes: Sizes): Promise<readonly Row[]> {
  const home = await curfew({}, { gateways: 1, workers: 0 });
  const root = await administrator(home.apis[0]);
  const contender = (name: string, fresh: (sizes: Sizes) => Promise<Running>): Contender => ({
    name,
    setUp: async () => ({
      measure: async (round) => {
        const own = round < 0 ? { ...sizes, idle: Math.min(1000, sizes.idle), events: 5 } : sizes;
        const running = await fresh(own);
        return measureRound(running, fleet, own).finally(() => running.stop());
      },
    }),
  });
  return interleaved(plan, [
    contender('bare ws', (own) => freshRival('sockets/ws.js', 'ws', own)),
    contender('bare socket.io', (own) => freshRival('sockets/socket-io.js', 'socket.io', own)),
    contender('Curfew', (own) => freshGateway(home, root, own)),
  ]);
}
