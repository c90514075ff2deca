import type { Ended } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Curfew, Door } from '../support/curfew.js';
import { askKept } from './asking.js';
import { populate } from './population.js';
import type { Row } from './table.js';

/** The end of a session with very many sockets on one gateway: until all are closed, and the longest that the gateway's event loop stood still. */
export async function* measureSockets({ apis: [api], gateways: [gateway], database }: Curfew, count: number): AsyncGenerator<Row> {
  const [person] = await populate(database, 1);
  const { tokens: [laptop = '', phone = ''] = [], sessionIds: [, sessionId] = [] } = person ?? {};
  const sockets = await openAll(gateway, phone, count);
  const closed = sockets.map((socket) => new Promise<number>((resolve) => void socket.once('disconnect', () => resolve(performance.now()))));
  await stallOf(gateway); // each reading begins anew

  const sent = performance.now();
  const answer = await askKept<Ended>(api, `DELETE /v1/sessions/${sessionId}?wait=10000`, { token: laptop });
  const ends = await Promise.all(closed);
  const stall = await stallOf(gateway);

  const { confirmed, socketsClosed, elapsedMs } = answer.body.receipt;
  yield { what: `${count.toLocaleString('en')} sockets: DELETE sent → each one's client saw it closed`, values: ends.map((at) => at - sent) };
  yield { what: 'the same: DELETE sent → answered', values: [answer.at - sent], note: `${socketsClosed} sockets marked, ${confirmed ? 'confirmed' : 'not confirmed'} after ${elapsedMs} ms` };
  yield { what: 'the same: longest stall of the gateway', values: [stall] };
}

async function openAll(gateway: Door, token: string, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(200, count - sockets.length) }, () =>
      io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token }, timeout: 60_000 }));
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
