import { invalid, notFound, type Case, type Spoiler } from './case.js';

/** Ids that are none, and paths that only look like the operation's. They name what is real otherwise, and come with credentials that would do. */
export const pathCases: Spoiler = ({ path: template, method }, good) => {
  const ids = template.includes('{id}') ? badIds.map((id): Found => ({ kind: 'id', what: id.slice(0, 60), asked: { ...good, path: template.replace('{id}', id) }, expected: unreadable.has(id) ? invalid : notFound })) : [];
  // A page of the dashboard may be at the same path without /v1.
  const others = [...lookAlikes(good.path), ...(method === 'GET' ? [] : pages(good.path))].map((path): Found => ({ kind: 'path form', what: path.slice(0, 80), asked: { ...good, path }, expected: { status: [400, 404, 405] } }));
  return [...ids, ...others];
};

type Found = Omit<Case, 'operation'>;

const real = '01890a5d-ac96-774b-bcce-b302099a8057';

const badIds = [
  '0', '1', '-1', '1e3', '99999999999999999999', 'null', 'undefined', 'true', 'NaN', 'me', 'Current', 'current%20', '%20current', 'current%00', '*', '_', '%25', '%2525', '%7Bid%7D', ':id',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '01890a5d-ac96-474b-bcce-b302099a8057', '01890a5d-ac96-774b-0cce-b302099a8057',
  real, real.toUpperCase(), real.replaceAll('-', ''), `%7B${real}%7D`, `urn:uuid:${real}`, `${real}%20`, `%20${real}`, `${real}%00`, `${real}%0A`, `${real}%0D%0ASet-Cookie:a=b`, `${real}.json`, `${real};x`, `${real}'`, `${real},${real}`, `${real}%2F..`, `..%2F${real}`,
  "'%20or%20''%3D'", "1'%3B%20select%20pg_sleep(20)--", '%27%3B%20drop%20table%20users%3B--', '%5Cx00', '$where', '$%7Bjndi%3Aldap%3A%2F%2Fx%7D', '__proto__', 'constructor', 'toString', 'hasOwnProperty',
  '%F0%9F%98%80', '%E2%80%AE', '%C0%AF', '%FF', '%ED%A0%80', '%', '%zz', '%u0041', '<script>', '%3Cscript%3E', '..', '.', '%2e%2e', '..%5C', 'a'.repeat(256), 'a'.repeat(257), 'a'.repeat(4_000), '%00',
];

// No octets of UTF-8 behind the percent signs, or none at all: the request itself is wrong (RFC 3986 §2.1).
const unreadable: ReadonlySet<string> = new Set(['%', '%zz', '%u0041', '%C0%AF', '%FF', '%ED%A0%80']);

const pages = (path: string): readonly string[] => [path.replace('v1', 'v2'), path.replace('/v1', ''), `/api${path}`].filter((other) => other !== path);

const lookAlikes = (path: string): readonly string[] => {
  const parts = path.split('/').slice(1);
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join('/');
  return [
    ...['/', '//', '/.', '/..', '/%2e', ';', ';x', ';x=1', '.', '..', '.json', '.css', '%20', '%09', '%0a', '%00', '%2f', '%2F', '%5c', '%3f', '%3b', '%23', '%25', '%252f', '*', '~', ',', '!', '#', '#x', '/v1', '/../', '/x/..', '%E2%80%8B'].map((end) => `${path}${end}`),
    ...['/', '/.', '/./', '/..', '/x/..', '/%2e', '/%2e%2e', '/;', '/;x', '/v1/..', '/V1', '/%2f', '/index.php'].map((start) => `${start}${path}`),
    `/${before}//${last}`,
    `/${before}/./${last}`,
    `/${before}/x/../${last}`,
    `/${before}/%2e/${last}`,
    `/${before}%2f${last}`,
    `/${before};x/${last}`,
    `/${before}\\${last}`,
    `/${before}/%00${last}`,
    `/${before}/%20${last}`,
    path.replace(/^\/\w/u, (start) => start.toUpperCase()),
    ...[path.toUpperCase(), `/${parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('/')}`].filter((other) => other !== path),
    path.replace('v1', 'v1%20'),
  ].filter((other) => other !== path);
};
