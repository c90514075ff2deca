import type { Ended, EndedMany } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Curfew, Door } from '../support/curfew.js';
import { askKept } from './asking.js';
import { populate } from './population.js';
import type { Row } from './table.js';

/** The end of very many sockets on one gateway, of one session and of as many, by a hundred acts at once: until all are closed, and the longest that the gateway's event loop stood still. */
export async function* measureSockets(fleet: Curfew, count: number): AsyncGenerator<Row> {
  const [alone] = await populate(fleet.database, 1);
  const { tokens: [laptop = '', phone = ''] = [], sessionIds: [, sessionId] = [] } = alone ?? {};
  yield* endOf(fleet, `${count.toLocaleString('en')} sockets of one session`, { tokens: Array.from({ length: count }, () => phone), by: [laptop], request: `DELETE /v1/sessions/${sessionId}?wait=10000` });
  const crowd = await populate(fleet.database, 100, count / 100 + 1);
  const [by, tokens] = [crowd.map(({ tokens: [first = ''] }) => first), crowd.flatMap(({ tokens: [, ...others] }) => others)];
  yield* endOf(fleet, `${count.toLocaleString('en')} sessions of 100 users with a socket each`, { tokens, by, request: 'DELETE /v1/sessions?wait=10000' });
}

/** The sockets by their tokens, and whose act ends them. */
type End = { readonly tokens: readonly string[]; readonly by: readonly string[]; readonly request: string };

async function* endOf({ apis: [api], gateways: [gateway] }: Curfew, what: string, { tokens, by, request }: End): AsyncGenerator<Row> {
  const sockets = await openAll(gateway, tokens);
  const closed = sockets.map((socket) => new Promise<number>((resolve) => void socket.once('disconnect', () => resolve(performance.now()))));
  await stallOf(gateway); // each reading begins anew

  const sent = performance.now();
  const answers = await Promise.all(by.map((token) => askKept<Ended | EndedMany>(api, request, { token })));
  const ends = await Promise.all(closed);
  const stall = await stallOf(gateway);

  const receipts = answers.map(({ body }) => body.receipt);
  const marked = receipts.reduce((sum, { socketsClosed }) => sum + socketsClosed, 0);
  yield { what: `${what}: DELETE sent → each one's client saw it closed`, values: ends.map((at) => at - sent) };
  yield { what: 'the same: DELETE sent → answered', values: answers.map(({ at }) => at - sent), note: `${marked} sockets marked, ${receipts.filter(({ confirmed }) => confirmed).length} of ${receipts.length} confirmed` };
  yield { what: 'the same: longest stall of the gateway', values: [stall] };
}

async function openAll(gateway: Door, tokens: readonly string[]): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < tokens.length) {
    const some = tokens.slice(sockets.length, sockets.length + 200).map((token) => io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token }, timeout: 60_000 }));
    await Promise.all(some.map((socket) => new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    })));
    sockets.push(...some);
  }
  return sockets;
}

// Its clock looks every 10 ms: what is beyond that is how late it came. Reading it sets it back.
async function stallOf({ ports }: Door): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${ports['metrics']}/metrics`)).text();
  const seconds = Number(/^curfew_nodejs_eventloop_lag_max_seconds\S* (\S+)$/m.exec(text)?.[1]);
  return Math.max(0, seconds * 1000 - 10);
}
