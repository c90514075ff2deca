import { curfew } from '../support/curfew.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

const { apis: [api], gateways } = await curfew();

it('closes a socket in milliseconds after DELETE was sent, 200 times', async () => {
  const ada = await signedUp(api);
  const times: number[] = [];
  for (let round = 0; round < 200; round += 20) {
    const phones = await Promise.all(Array.from({ length: 20 }, () => signedIn(ada)));
    const sockets = await Promise.all(phones.map((phone, index) => connected(phone, gateways.at(index % gateways.length) ?? gateways[0])));
    for (const [index, socket] of sockets.entries()) {
      const ended = socket.closed().then(() => performance.now());
      const sent = performance.now();
      await ada.device.ask(`DELETE /v1/sessions/${phones[index]?.session.id}`);
      times.push((await ended) - sent);
    }
  }
  const [half, most] = [at(times, 0.5), at(times, 0.99)];
  process.stdout.write(`DELETE sent → socket closed: p50 ${half.toFixed(1)} ms, p99 ${most.toFixed(1)} ms over ${times.length}\n`);
  expect(half).toBeLessThan(200);
  expect(most).toBeLessThan(1_000);
}, 120_000);

const at = (times: readonly number[], share: number): number => times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? Infinity;
