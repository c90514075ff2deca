import { guardKey } from '../../../../test/guard/fleet.js';
import type { Chapter, Findings, Plan } from '../../harness/findings.js';
import { endsByFilter, endsOfUser } from './ends.js';
import { findingsOf } from './findings.js';
import { startHome } from './home.js';
import { consumers, events, sockets } from './load.js';

/** How what Curfew does grows with what there is: by sessions, sockets, consumers and events. */
export const growth: Chapter = {
  title: 'Growth',
  async measure(plan: Plan): Promise<Findings> {
    const home = await startHome({ workers: 0 });
    const sizes = plan.smoke ? SMOKE : plan.full ? FULL : QUICK;
    const user = await endsOfUser(plan, home, sizes.user);
    const bySockets = await sockets(plan, home, sizes.sockets);
    const byConsumers = await consumers(plan, home, { sizes: sizes.consumers, key: await guardKey(home.administrator) });
    const byEvents = await events(plan, home, sizes.events);
    const filter = await endsByFilter(plan, await startHome({ workers: 1 }), sizes.filter);
    return findingsOf({ user, filter, bySockets, byConsumers, byEvents });
  },
};

const SMOKE = { user: [1, 10], filter: [10, 100], sockets: [5, 10], consumers: [2, 4], events: [20, 40] };
const QUICK = { user: [1, 1000, 100_000], filter: [1000, 10_000, 40_000], sockets: [250, 1000, 4000], consumers: [2, 8, 32, 64], events: [50, 100, 200] };
const FULL = { user: [1, 10, 100, 1000, 10_000, 100_000], filter: [100, 1000, 10_000, 100_000], sockets: [100, 300, 1000, 3000, 10_000], consumers: [2, 4, 8, 16, 32, 64], events: [25, 50, 100, 200, 400] };
