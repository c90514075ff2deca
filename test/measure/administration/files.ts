import { request } from 'node:http';
import { curfew, type Door } from '../../support/curfew.js';
import { emptyDatabase, type OwnDatabase } from '../../support/database.js';
import { administrator } from '../../support/people.js';
import { crowd } from '../../stores/crowd.js';
import { history } from '../../stores/history.js';
import type { Row } from '../table.js';
import { residentMb } from './timed.js';

const MANY = 1_000_000;

/** A million of each taken home, written before the api begins: it reads none of them but for the file. */
export async function* measureFiles(): AsyncGenerator<Row> {
  const database = await emptyDatabase();
  await filled(database);
  const { apis: [api] } = await curfew({}, { gateways: 1, workers: 0, database });
  const root = await administrator(api);
  for (const [what, path] of [['sessions', '/v1/admin/sessions/export?status=all&format='], ['events of the audit trail', '/v1/admin/events/export?format=']] as const) {
    for (const format of ['ndjson', 'csv']) yield await file(`export of ${MANY.toLocaleString('en')} ${what} (${format})`, { api, token: root.device.token, path: path + format });
  }
}

async function filled(database: OwnDatabase): Promise<void> {
  await crowd(database, MANY);
  await history(database, MANY);
}

/** What the process had in memory when it began, after each tenth of the time that the file took, and when it was done. */
async function file(what: string, { api, token, path }: { readonly api: Door; readonly token: string; readonly path: string }): Promise<Row> {
  const memory = [await residentMb(api.pid)];
  let [bytes, lines] = [0, 0];
  const watch = setInterval(() => void residentMb(api.pid).then((now) => memory.push(now)), 50);
  const sent = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(`${api.url}${path}`, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        for (const byte of part) if (byte === 10) lines += 1;
      });
      answer.once('error', reject).once('end', resolve);
    }).once('error', reject).end();
  });
  const ms = performance.now() - sent;
  clearInterval(watch);
  const course = Array.from({ length: 11 }, (_, tenth) => memory[Math.min(memory.length - 1, Math.floor((tenth * memory.length) / 10))]);
  return { what, values: [ms], note: `${lines.toLocaleString('en')} lines, ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / 1e3 / ms).toFixed(1)} MB/s; the api's memory in MB: ${course.join(' ')}, at most ${Math.max(...memory)}` };
}
