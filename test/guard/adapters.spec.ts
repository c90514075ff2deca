import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuard } from '@curfew/guard';
import { curfew as onFastify } from '@curfew/guard/fastify';
import { curfew as onSocketIo } from '@curfew/guard/socket.io';
import { curfew as onWs, SESSION_ENDED, sessionOf } from '@curfew/guard/ws';
import { fastify } from 'fastify';
import { Server } from 'socket.io';
import { WebSocket, WebSocketServer } from 'ws';
import { ScriptedCurfew } from '../conformance/scripted-curfew.js';
import { atEnd } from '../support/at-end.js';
import { eventually } from '../support/eventually.js';

const curfew = new ScriptedCurfew();
const guard = createGuard({ url: await curfew.listen(), apiKey: 'k' });
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
atEnd(async () => {
  server.closeAllConnections();
  server.close();
  await guard.close();
  await curfew.close();
});

interface Says {
  said(from: string): void;
}

it('takes the real servers, typed as their users have them', async () => {
  onSocketIo(new Server(), guard);
  onSocketIo(new Server<Says, Says>(), guard);
  const app = fastify();
  await app.register(onFastify, { guard });
  await expect(app.ready()).resolves.toBeDefined();
  await app.close();
});

it('does not start on socket.io with connectionStateRecovery, which lets ended sessions back in', () => {
  expect(() => onSocketIo(new Server({ connectionStateRecovery: {} }), guard)).toThrow('connectionStateRecovery');
  expect(() => onSocketIo(new Server(), guard)).not.toThrow();
});

it('lets nothing pass on a socket of ws whose session is not live, and closes it with the reason', async () => {
  const wss = new WebSocketServer({ noServer: true });
  const heard: string[] = [];
  wss.on('connection', (socket) => {
    socket.on('message', (text: Buffer) => {
      heard.push(text.toString());
      socket.send(sessionOf(socket).userId);
    });
  });
  onWs(wss, guard, { server, path: '/live' });
  const session = curfew.open();

  expect(await refusalOf(new WebSocket(address))).toBe(401);
  expect(await refusalOf(new WebSocket(address, { headers: { cookie: `curfew=${session.token}`, origin: 'https://evil.example' } }))).toBe(401);
  const socket = new WebSocket(address, ['chat', `bearer.${session.token}`]);
  const [answers, ends]: [string[], unknown[]] = [[], []];
  socket.on('message', (text: Buffer) => answers.push(text.toString()));
  socket.on('close', (code, reason) => ends.push([code, reason.toString()]));
  await eventually(() => socket.readyState === WebSocket.OPEN);
  socket.send('one');
  await eventually(() => answers.length === 1);

  // Nobody answers its polls: the lease runs out, and what comes then is dropped.
  curfew.held.add('feed');
  await eventually(() => !guard.status().admits, 30_000);
  socket.send('two');
  expect(await refusalOf(new WebSocket(address, [`bearer.${session.token}`]))).toBe(503);
  curfew.release('feed');
  await eventually(() => guard.status().admits, 30_000);
  socket.send('three');
  await eventually(() => answers.length === 2);

  curfew.end(session);
  await eventually(() => ends.length === 1);

  expect([heard, answers]).toEqual([['one', 'three'], [session.userId, session.userId]]);
  expect(ends).toEqual([[SESSION_ENDED, 'revoked-by-user']]);
});

/** The status with which an upgrade was refused. */
function refusalOf(socket: WebSocket): Promise<number | undefined> {
  return new Promise((resolve) => {
    socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode)).once('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
}
