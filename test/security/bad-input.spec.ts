import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Problem } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { atEnd } from '../support/at-end.js';
import { bodyCases } from './bad-input/body-cases.js';
import type { Case } from './bad-input/case.js';
import { Client } from './bad-input/client.js';
import { credentialCases } from './bad-input/credential-cases.js';
import { complaints } from './bad-input/judge.js';
import { cursorCases, searchCases } from './bad-input/list-cases.js';
import { mediaCases } from './bad-input/media-cases.js';
import { methodCases, overrideCases } from './bad-input/method-cases.js';
import { operationsOf, type Document } from './bad-input/operations.js';
import { pathCases } from './bad-input/path-cases.js';
import { queryCases } from './bad-input/query-cases.js';
import { worldOf } from './bad-input/world.js';

const fleet = await curfew({ KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'), ACCESS_TOKEN_AUDIENCES: 'curfew' }, { gateways: 1, workers: 0 });
const [api] = fleet.apis;
const world = await worldOf(fleet);
const document = (await ask(api, 'GET /openapi.json')).body as Document;
const operations = operationsOf(document);
const client = new Client(api.url);
atEnd(() => client.close());

const cursors = await world.cursors();
const cases: readonly Case[] = [
  ...operations.flatMap((operation): readonly Case[] => {
    const good = world.good(operation);
    const spoilt = [credentialCases(world), pathCases, queryCases, bodyCases, mediaCases].flatMap((spoil) => spoil(operation, good)).map((found) => ({ operation: operation.name, ...found }));
    return [...spoilt, ...cursorCases(operation, good, cursors), ...searchCases(operation, good), ...overrideCases(operation, good)];
  }),
  ...methodCases(operations, world.good),
];
const kinds = [...new Set(cases.map(({ kind }) => kind))].toSorted();

it('walks every operation that the committed document names, in at least 5,000 cases', async () => {
  const committed = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as Document;
  expect(operations.map(({ name }) => name)).toEqual(operationsOf(committed).map(({ name }) => name));
  for (const { name } of operations) expect([name, cases.filter(({ operation }) => operation === name).length > 20]).toEqual([name, true]);
  process.stdout.write(`${cases.length} cases for ${operations.length} operations\n`);
  expect(cases.length).toBeGreaterThanOrEqual(5_000);
});

it.each(kinds)('refuses, in its place, and changes nothing: %s', async (kind) => {
  const before = await world.digest();
  const failures = await failuresOf(cases.filter((each) => each.kind === kind));
  expect(failures.slice(0, 20)).toEqual([]);
  expect(await world.digest()).toBe(before);
}, 60_000);

it('names a hundred of the fields that are wrong, not thousands', async () => {
  const many = (pair: (at: number) => string): string => Array.from({ length: 4_000 }, (_, at) => pair(at)).join(',');
  const bodies = [many((at) => `"x${at}":1`), many(() => '"a":1'), many(() => '"__proto__":1')].map((text) => ({ method: 'POST', path: '/v1/sessions', headers: { 'content-type': 'application/json' }, body: `{${text}}` }));
  const queries = ['/health/live', '/v1/sessions'].map((path) => ({ method: 'GET', path: `${path}?${many((at) => `${at}`).replaceAll(',', '&').slice(0, 12_000)}`, headers: world.ada.device.credentials() }));
  for (const asked of [...bodies, ...queries]) {
    const { status, text } = await client.ask(asked);
    expect([asked.path.slice(0, 20), status, (JSON.parse(text) as Problem).errors?.length]).toEqual([asked.path.slice(0, 20), 400, 100]);
  }
});

it('still answers everyone', async () => {
  expect(await world.ada.device.admitted()).toBe(200);
  expect((await ask(api, 'GET /health/ready')).status).toBe(200);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('role');
});

it('takes each of the requests that were spoilt', async () => {
  await world.separate(operations);
  // What ends sessions comes last, and what ends them all at the very end.
  const order = ['GET', 'PATCH', 'POST', 'PUT', 'DELETE'];
  // These two need a link that works once.
  const inOrder = operations.filter(({ name }) => name !== 'POST /v1/set-up' && name !== 'POST /v1/invitations/accept').toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method) || b.path.length - a.path.length);
  for (const operation of inOrder) {
    const { status, text } = await client.ask(world.good(operation));
    expect([operation.name, status, operation.answers.includes(status) ? '' : text]).toEqual([operation.name, expect.any(Number), '']);
  }
});

async function failuresOf(some: readonly Case[]): Promise<readonly string[]> {
  const started = performance.now();
  const found = await client.each(some, async (each) => {
    const wrong = await client.ask(each.asked).then((reply) => complaints(each, reply), (error: Error) => [error.message]);
    return wrong.map((what) => `${each.operation} · ${each.kind} · ${each.what}: ${what}`);
  });
  const failures = found.flat();
  process.stdout.write(`${some.length} × ${some[0]?.kind}: ${failures.length} wrong, ${Math.round(performance.now() - started)} ms\n`);
  return failures;
}
