import { adminSessionQuery, signIn } from '@curfew/contracts';

import { parseQuery } from './query.js';
import { violations } from './violations.js';

const inBody = (body: unknown) => violations(signIn.safeParse(body).error?.issues ?? [], body);
const inQuery = (text: string) => violations(adminSessionQuery.safeParse(parseQuery(text)).error?.issues ?? [], parseQuery(text));
const good = { email: 'ada@example.com', password: 'x' };

it.each([
  ['nothing wrong', good, []],
  ['no body', undefined, ['']],
  ['a list', [], ['']],
  ['a missing field', { email: 'ada@example.com' }, ['password']],
  ['each of two', {}, ['email', 'password']],
  ['a field that is not known', { ...good, role: 'admin' }, ['role']],
  ['two of them, one further in', { ...good, role: 'admin', device: { type: 'tv', name: 'x' } }, ['device.name', 'role']],
  ['a wrong word', { ...good, device: { type: 'fridge' } }, ['device.type']],
  ['a null', { ...good, delivery: null }, ['delivery']],
])('names the fields of %s', (_case, body, paths) => {
  expect(inBody(body).map(({ path }) => path).toSorted()).toEqual(paths);
});

it.each([
  ['limit=1&limit=9999', 'limit', 'comes more than once'],
  ['status[]=live', 'status[]', 'is not known'],
  ['__proto__=x', '__proto__', 'is not known'],
  ['constructor=x', 'constructor', 'is not known'],
  ['access_token=x', 'access_token', 'is not known'],
])('names the parameter of ?%s', (text, path, message) => {
  expect(inQuery(text)).toEqual([{ path, message }]);
});

it.each(['limit=0', 'limit=201', 'limit=1e3', 'limit=', 'cursor=', 'cursor=../x', 'userId=1', 'sort=id', 'status=everything', 'q='])('refuses ?%s', (text) => {
  expect(new Set(inQuery(text).map(({ path }) => path))).toEqual(new Set([text.split('=')[0]]));
});
