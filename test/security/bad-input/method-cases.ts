import type { Case } from './case.js';
import type { Asked } from './client.js';
import type { Operation } from './operations.js';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MKCOL', 'SEARCH', 'PURGE', 'LOCK', 'REPORT', 'LINK'];

/** Every method that a path has not, with and without credentials; and headers and fields by which another one is meant. */
export const methodCases = (operations: readonly Operation[], goodOf: (operation: Operation) => Asked): readonly Case[] => {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const there = operations.filter((operation) => operation.path === path);
    const [one] = there;
    if (one === undefined) return [];
    const { headers, path: real } = goodOf(one);
    const { 'content-type': _json, ...bare } = headers;
    const absent = methods.filter((method) => there.every((operation) => operation.method !== method) && !alsoAnotherPath(method, path));
    return absent.flatMap((method) =>
      [bare, {}].map((sent, at): Case => {
        const allow = there.map((operation) => operation.method);
        return { operation: `${method} ${path}`, kind: 'wrong method', what: at === 0 ? 'signed in' : 'by nobody', asked: { method, path: real, headers: sent }, expected: { status: 405, code: 'method-not-allowed', allow } };
      }),
    );
  });
};

// `/v1/sessions/current` is also of the form `/v1/sessions/{id}`.
const alsoAnotherPath = (method: string, path: string): boolean => (path === '/v1/sessions/current' && method === 'PATCH') || (path === '/v1/admin/sessions/export' && method === 'DELETE');

const overrides: readonly Readonly<Record<string, string>>[] = [
  { 'x-http-method-override': 'DELETE' },
  { 'x-http-method': 'DELETE' },
  { 'x-method-override': 'DELETE' },
  { 'x-original-url': '/v1/admin/users' },
  { 'x-rewrite-url': '/v1/admin/users' },
  { 'x-forwarded-prefix': '/v1/admin' },
  { 'x-original-method': 'DELETE' },
  { 'x-user-id': 'admin', 'x-role': 'admin' },
];

/** Headers that some servers obey: here they mean nothing, and what is asked for is what is answered. */
export const overrideCases = ({ name, method, query }: Operation, good: Asked): readonly Case[] =>
  method === 'GET' && query.length === 0 && !good.path.startsWith('/health') ? overrides.map((headers) => ({ operation: name, kind: 'header that means another', what: JSON.stringify(headers), asked: { ...good, headers: { ...good.headers, ...headers } }, expected: { status: 200, body: {} } })) : [];
