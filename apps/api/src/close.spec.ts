import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { closing } from './close.js';

/** A server that answers what it is asked when it is told to, and how it is closed. */
async function served() {
  const asked: (() => void)[] = [];
  const server = createServer((_, answer) => void asked.push(() => answer.end('answered')));
  const { close, leave } = closing({ getHttpServer: () => server, close: () => closed(server) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, close, leave, server, port: (server.address() as AddressInfo).port };
}

const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

/** Connected, for the server too. */
async function connected(server: Server, port: number): Promise<Socket> {
  const taken = new Promise((resolve) => server.once('connection', resolve));
  const socket = connect(port, '127.0.0.1');
  await taken;
  return socket;
}

const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    socket.resume().on('error', () => undefined).once('close', () => resolve());
  });

/** Connected, and the server has a request of it. */
async function asking(server: Server, port: number): Promise<{ readonly socket: Socket; readonly answered: Promise<string> }> {
  const socket = await connected(server, port);
  const answered = text(socket);
  const requested = new Promise((resolve) => server.once('request', resolve));
  socket.write(`${head}\r\n`);
  await requested;
  return { socket, answered };
}

const head = 'GET / HTTP/1.1\r\nhost: here\r\n';

it.each([
  ['on which nothing was ever asked', ''],
  ['on which half a request was sent', head],
])('does not wait for a connection %s', async (_, sent) => {
  const { close, port, server } = await served();
  const socket = await connected(server, port);
  socket.write(sent);

  await close();

  await gone(socket);
});

it('has the requests under way answered, on connections that were kept alive too, and closes them then', async () => {
  const { asked, close, port, server } = await served();
  const [socket, slow] = [await connected(server, port), await connected(server, port)];
  slow.write(head);
  const answered = text(socket);
  const requested = new Promise((resolve) => server.once('request', resolve));
  socket.write(`${head}\r\n`);
  await requested;

  const end = close();
  // By then whoever was not under way is cut.
  await gone(slow);
  for (const answer of asked) answer();
  await end;

  expect(await answered).toContain('answered');
});

it('while it leaves takes new connections and answers what is asked, each time as the last on its connection, those under way too', async () => {
  const { asked, close, leave, port, server } = await served();
  const underWay = await asking(server, port);
  leave();
  const later = await asking(server, port);
  for (const answer of asked) answer();

  for (const { answered } of [underWay, later]) expect(await answered).toMatch(/^connection: close\r$[^]*answered/im);
  await close();
});

it('cuts off an answer that does not end, while there is time left to stop in order', async () => {
  const { close, port, server } = await served();
  const { socket } = await asking(server, port);

  await close();

  await gone(socket);
});
