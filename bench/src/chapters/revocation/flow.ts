import { setTimeout as pause } from 'node:timers/promises';
import { wireTo } from '../../harness/wire.js';
import type { System } from './system.js';

/** Has so many events made a second, by the clock, until the answer is called, which tells how many a second there were. It flows steadily by when this resolves. */
export async function flow(system: System, rate: number): Promise<() => Promise<number>> {
  const [requests, wires] = await Promise.all([system.events(100), Promise.all(Array.from({ length: 16 }, () => wireTo(system.api)))]);
  const free = [...wires];
  let [began, asked, done, stopped] = [performance.now(), 0, 0, false];
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * rate;
    // What has found no free wire by now is given up: this is noise, and must not become a flood.
    for (; asked < due; asked += 1) {
      const [wire, request] = [free.pop(), requests[asked % requests.length]];
      if (wire === undefined || request === undefined) continue;
      wire.ask(request).then(
        ({ status }) => {
          if (status === 200) done += 1;
          free.push(wire);
        },
        () => undefined,
      );
    }
  }, 4);
  await pause(500);
  [began, asked, done] = [performance.now(), 0, 0];
  return async () => {
    if (!stopped) clearInterval(timer);
    stopped = true;
    const perSecond = done / ((performance.now() - began) / 1000);
    while (free.length < wires.length) await pause(5);
    for (const wire of wires) wire.close();
    return perSecond;
  };
}
