import { refusedFields, type Case } from './case.js';
import type { Asked } from './client.js';
import type { Operation } from './operations.js';

/** What a real page of a list names: where its next one starts. */
export interface RealCursor {
  readonly operation: string;
  readonly cursor: string;
}

/** Cursors that were changed in one place, cut, lengthened, or are of another list or order. */
export const cursorCases = ({ name, query }: Operation, good: Asked, real: readonly RealCursor[]): readonly Case[] => {
  if (query.every(({ path }) => path !== 'cursor')) return [];
  const own = real.find(({ operation }) => operation === name)?.cursor ?? '';
  const others = real.filter(({ operation }) => operation !== name).map(({ cursor }) => cursor);
  const changed = [...own].map((character, at) => `${own.slice(0, at)}${character === 'A' ? 'B' : 'A'}${own.slice(at + 1)}`);
  const cut = [1, 2, 3, 4, 10].map((length) => own.slice(0, -length));
  const lastBits = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((last) => `${own.slice(0, -1)}${last}`).filter((each) => each !== own);
  const texts = [...others, ...changed, ...cut, ...lastBits, `${own}A`, `${own}${own}`, own.toLowerCase(), own.split('').toReversed().join('')];
  const orders = query.some(({ path }) => path === 'sort') ? ['createdAt', '-createdAt', 'lastActiveAt'].map((sort) => `${own}&sort=${sort}`) : [];
  return [...texts, ...orders].map((text) => ({ operation: name, kind: 'tampered cursor', what: text.slice(0, 120), asked: { ...good, path: `${good.path}?limit=1&cursor=${text}` }, expected: refusedFields('cursor') }));
};

/** What would mean more than itself in SQL or in a pattern, as text that is searched for: it is found nowhere, and costs nothing. */
export const searchCases = ({ name, method, query }: Operation, good: Asked): readonly Case[] =>
  query
    .filter(({ path }) => (path === 'q' || path === 'reason') && !name.endsWith('/export'))
    .flatMap(({ path }) =>
      payloads.map((text): Case => {
        const asked = { ...good, path: `${method === 'GET' ? good.path : elsewhere(good.path)}?${path}=${encodeURIComponent(text)}` };
        return { operation: name, kind: 'search for SQL', what: text, asked, expected: method === 'GET' ? { status: 200, body: { items: [], nextCursor: null } } : { status: 404, code: 'not-found' } };
      }),
    );

const elsewhere = (path: string): string => path.replace(/[\da-f]{8}-[\da-f-]{27}/u, '01890a5d-ac96-774b-bcce-b302099a8057');

const payloads = [
  '%', '%%', '_', '__', '_%', '\\', '\\\\', '\\%', '%\\', '[a-z]', '^', '.*', '.+', '(a+)+$', '*', '?', "'", "''", '"', '`', ';', '--', '/*', '*/', '#', '||', '\\x00', '$1', '$$', ':name', '@x', '{}', '%s', '%n', '${7*7}', '{{7*7}}',
  "' or '1'='1", "' or 1=1--", "%' or '1'='1", "'; select pg_sleep(20); --", "'||pg_sleep(20)||'", "' union select null--", "'; drop table users; --", "'; update users set role='admin'; --", "x'); delete from sessions; --", "\\' or 1=1--", 'ʼ or 1=1--', "admin'/*",
  '0/0', '10.0.0.0/99', '999.999.999.999', '::/0', '::ffff:0:0', '1.2.3', '127.0.0.1/', '1e309', 'null', 'undefined', 'true', '[object Object]', '__proto__', '😀', 'ﬃ', 'İ', 'ß', 'ـ'.repeat(100), '%'.repeat(100), '_'.repeat(254), '\\'.repeat(253),
];
