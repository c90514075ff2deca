import { setTimeout as pause } from 'node:timers/promises';
import type { Curfew } from '../support/curfew.js';
import { askKept, connections } from './asking.js';
import { populate } from './population.js';

/** Makes so many events a second, each by a request that corrects a session's label. Answers how to stop, which tells how many there were. */
export async function eventsPerSecond({ apis, database }: Curfew, rate: number): Promise<() => string> {
  const people = await populate(database, 100);
  let began = performance.now();
  let asked = 0;
  let done = 0;
  const timer = setInterval(() => {
    // As many as are due by the clock: a timer that comes late makes up for it.
    for (; asked < ((performance.now() - began) / 1000) * rate; asked += 1) {
      const { sessionIds: [id], tokens: [token = ''] } = people[asked % people.length] ?? { sessionIds: [], tokens: [] };
      const api = apis[asked % apis.length] ?? apis[0];
      void askKept(api, `PATCH /v1/sessions/${id}`, { token, agent: connections(16), body: { label: `label ${asked}` } }).then(
        ({ status }) => (done += status === 200 ? 1 : 0),
        () => undefined,
      );
    }
  }, 5);
  // The processes are warm then, and it is the steady state that is measured.
  await pause(5_000);
  began = performance.now();
  asked = done = 0;
  return () => {
    clearInterval(timer);
    return `${Math.round(done / ((performance.now() - began) / 1000))} events/s meanwhile`;
  };
}
