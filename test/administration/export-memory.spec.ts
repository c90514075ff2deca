import { request, type IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import { curfew } from '../support/curfew.js';
import { emptyDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { administrator } from '../support/people.js';
import { crowd } from '../stores/crowd.js';
import { history } from '../stores/history.js';

const EVENTS = 120_000; // 120 MB

// Before the api begins, which has nothing of it to follow.
const database = await emptyDatabase();
await crowd(database, 2_000);
await history(database, EVENTS);
const { apis: [api] } = await curfew({}, { gateways: 0, workers: 0, database });
const root = await administrator(api);

const megabytes = async (): Promise<number> => Number(/^VmRSS:\s+(\d+)/mu.exec(await readFile(`/proc/${api.pid}/status`, 'utf8'))?.[1]) / 1024;

const asked = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(`${api.url}${path}`, { headers: { authorization: `Bearer ${root.device.token}` } }, resolve).once('error', reject).end();
  });

/** Reads a file to its end; answers its bytes and lines, and how much memory the api had at most. */
async function read(answer: IncomingMessage): Promise<{ readonly bytes: number; readonly lines: number; readonly most: number }> {
  let [bytes, lines, most] = [0, 0, 0];
  for await (const part of answer as AsyncIterable<Buffer>) {
    if (bytes >> 20 !== (bytes + part.length) >> 20) most = Math.max(most, await megabytes());
    bytes += part.length;
    for (const byte of part) if (byte === 10) lines += 1;
  }
  return { bytes, lines, most };
}

it('streams a file of the audit trail: the api never has all of it, also while its reader takes nothing', async () => {
  await read(await asked('/v1/admin/events/export?format=ndjson&type=session-expired'));
  const before = await megabytes();

  const answer = await asked('/v1/admin/events/export?format=ndjson');
  // Whoever reads ahead of a reader that does not read would have it all soon: until the others are answered again and again.
  let most = 0;
  let calm = 0;
  await eventually(async () => {
    const now = await megabytes();
    calm = now > most + 1 ? 0 : calm + 1;
    most = Math.max(most, now);
    expect(await root.device.admitted()).toBe(200);
    return calm > 30;
  }, 30_000);
  const file = await read(answer);

  expect(file.lines).toBeGreaterThanOrEqual(EVENTS);
  expect(file.bytes).toBeGreaterThan(90 * 1024 * 1024);
  // What was collected as it went is not given back at once: half of it is usual. Two copies would be held by whoever gathers first.
  expect(Math.max(most, file.most) - before).toBeLessThan(file.bytes / 1024 / 1024);
}, 60_000);
