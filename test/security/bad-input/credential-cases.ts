import { forbidden, notFound, unauthenticated, type Case, type Expected, type Spoiler } from './case.js';
import type { Asked } from './client.js';

/** What someone holds who must not get in, and who is somebody else. */
export interface Strangers {
  /** A session that was ended, its token; and one of a disabled user. */
  readonly ended: string;
  readonly disabled: string;
  /** Someone's live token, who is no administrator. */
  readonly user: string;
  readonly sessionId: string;
  readonly origin: string;
  /** By the path of an operation: ids of what is there, and not for the one who asks. */
  readonly foreign: Readonly<Record<string, readonly string[]>>;
}

/** Without credentials, with those of nobody, in the wrong place, of the wrong role, from another site, and for what is someone else's. */
export const credentialCases =
  (strangers: Strangers): Spoiler =>
  ({ method, path, access }, good) => {
    const foreign = (strangers.foreign[path] ?? []).map((id): Found => found('another’s object', id, { ...good, path: path.replace('{id}', id) }, notFound));
    if (access === 'public') return method === 'GET' ? [] : fromElsewhere(good, strangers);
    const { authorization: _mine, ...bare } = good.headers;
    const nobody = credentials(strangers).map(([what, headers]) => found('no credentials', what, { ...good, headers: { ...bare, ...headers } }, unauthenticated));
    const inUrl = ['token', 'access_token', 'authorization', 'curfew', 'session'].map((name) => found('no credentials', `?${name}=`, { ...good, headers: bare, path: `${good.path}?${name}=${strangers.user}` }, unauthenticated));
    const role = access === 'admin' ? [found('wrong role', 'a user', { ...good, headers: { ...good.headers, authorization: `Bearer ${strangers.user}` } }, forbidden)] : [];
    const badToo = [...nobody.slice(0, 2), ...role].map((each) => ({ ...each, what: `${each.what}, with a query that is not known`, asked: { ...each.asked, path: `${each.asked.path}?x=1` } }));
    const head = method === 'GET' ? nobody.map((each) => ({ ...each, what: `HEAD, ${each.what}`, asked: { ...each.asked, method: 'HEAD' } })) : [];
    return [...nobody, ...inUrl, ...role, ...badToo, ...head, ...foreign, ...(method === 'GET' ? [] : fromElsewhere(byCookie(good), strangers))];
  };

type Found = Omit<Case, 'operation'>;

const found = (kind: string, what: string, asked: Asked, expected: Expected): Found => ({ kind, what, asked, expected });

const byCookie = (good: Asked): Asked => {
  const { authorization = '', ...rest } = good.headers;
  return { ...good, headers: { ...rest, cookie: `curfew=${authorization.slice('Bearer '.length)}` } };
};

const credentials = ({ ended, disabled, user, sessionId, origin }: Strangers): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
  ['none', {}],
  ['an ended session', { authorization: `Bearer ${ended}` }],
  ['an ended session by cookie', { cookie: `curfew=${ended}`, origin }],
  ['a disabled user', { authorization: `Bearer ${disabled}` }],
  ['a token that nobody has', { authorization: `Bearer ${'A'.repeat(43)}` }],
  ['a session’s id', { authorization: `Bearer ${sessionId}` }],
  ['a token cut short', { authorization: `Bearer ${user.slice(0, -1)}` }],
  ['a token with more', { authorization: `Bearer ${user}A` }],
  ['a token with padding', { authorization: `Bearer ${user}=` }],
  ['two tokens', { authorization: `Bearer ${user}, Bearer ${user}` }],
  ['an empty bearer', { authorization: 'Bearer ' }],
  ['another scheme', { authorization: `Token ${user}` }],
  ['Basic', { authorization: `Basic ${Buffer.from(`ada:${user}`).toString('base64')}` }],
  ['no scheme', { authorization: user }],
  ['an unsigned JWT', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }],
  ['an API key', { authorization: 'Bearer ck_0123456789abcdefghijklmnopqrstuvwxyz0123456789' }],
  ['a cookie by another name', { cookie: `__Host-curfew=${user}; session=${user}; Curfew=${user}; curfew-device=${user}`, origin }],
  ['two different cookies', { cookie: `curfew=${user}; curfew=${'A'.repeat(43)}`, origin }],
  ['a bad bearer beside a good cookie', { authorization: 'Bearer x', cookie: `curfew=${user}`, origin }],
  ['other headers', { 'x-auth-token': user, 'x-api-key': user, 'proxy-authorization': `Bearer ${user}`, 'x-user-id': 'admin', 'x-curfew-session': sessionId }],
];

const elsewhere = (origin: string): readonly Readonly<Record<string, string>>[] => [
  ...['https://evil.example', 'null', `${origin}.evil.example`, `${origin}0`, `${origin}/`, origin.replace('http:', 'https:'), origin.replace('127.0.0.1', '127.0.0.2'), origin.replace('//', '//evil@'), origin.toUpperCase(), '*', 'file://', ' '].map((each) => ({ origin: each })),
  { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
];

const fromElsewhere = (good: Asked, { origin }: Strangers): readonly Found[] => {
  const withoutOrigin = [{}, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'Same-Origin' }, { referer: `${origin}/` }];
  const signs = good.headers['cookie'] === undefined ? elsewhere(origin) : [...elsewhere(origin), ...withoutOrigin];
  return signs.map((headers) => found('from another site', JSON.stringify(headers), { ...good, headers: { ...good.headers, ...headers } }, { status: 403, code: 'cross-site-request' }));
};
