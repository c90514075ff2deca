import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closedLoop, openLoop } from './load.js';
import { quantile } from './statistics.js';
import { answerIn, requestOf, wireTo } from './wire.js';

let server: Server;
let slow = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const status = request.url === '/refused' ? 401 : 200;
    const token = String(request.headers['x-token']);
    setTimeout(() => response.writeHead(status, { 'content-length': token.length }).end(token), slow);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => void server.close());

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const asking = (what = 'GET /') => ({ url: url(), next: () => requestOf(what, { host: 'x', headers: { 'x-token': 'ada' } }) });

it('asks as often as was said, and counts a request from when it was due, so that whoever waits for a slow answer is slow', async () => {
  slow = 50;
  const { latencies, failed } = await openLoop(asking(), { rate: 40, seconds: 0.5, most: 1 });
  expect([latencies.length, failed]).toEqual([20, 0]);
  // Each takes twice as long as there is time: the last has waited for all before it.
  expect(quantile(latencies, 1)).toBeGreaterThan(450);
});

it('asks again as soon as it is answered, over each connection', async () => {
  slow = 0;
  const { latencies, perSecond } = await closedLoop(asking(), { connections: 4, seconds: 0.2 });
  expect(latencies.length).toBeGreaterThan(20);
  expect(perSecond).toBeGreaterThan(50);
});

it('counts what is not answered well as failed', async () => {
  const { latencies, failed } = await openLoop(asking('GET /refused'), { rate: 100, seconds: 0.05 });
  expect([latencies.length, failed]).toEqual([0, 5]);
});

it('hands over status and body, one question at a time', async () => {
  const wire = await wireTo(url());
  const request = requestOf('GET /', { host: 'x', headers: { 'x-token': 'grace' } });
  const first = wire.ask(request);
  await expect(wire.ask(request)).rejects.toThrow('one question at a time');
  await expect(first).resolves.toMatchObject({ status: 200, body: 'grace' });
  wire.close();
  await expect(wire.ask(request)).rejects.toThrow('closed');
});

it.each([
  ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', { status: 200, body: 'ok' }],
  ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no', undefined],
  ['HTTP/1.1 200 OK\r\nContent-Le', undefined],
  ['HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '' }],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n', undefined],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n', { status: 200, body: '2\r\nok\r\n0\r\n\r\n' }],
])('knows when an answer has wholly come: %j', (text, expected) => {
  expect(answerIn(text)).toEqual(expected);
});
