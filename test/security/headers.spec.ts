import { readFile } from 'node:fs/promises';
import { ask, type Answer, type Method, type Question } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password, signedIn, signedUp } from '../support/people.js';
import { sayRaw } from './raw-request.js';

const https = { PUBLIC_URL: 'https://curfew.example', GATEWAY_URL: 'https://curfew.example', ALLOWED_ORIGINS: 'https://app.example' };
const { apis: [api], start } = await curfew({ ALLOWED_ORIGINS: 'https://app.example' }, { gateways: 1, workers: 0 });
const secure = await start('api', https);
const ada = await signedUp(api);
const [phone, tablet] = [await signedIn(ada), await signedUp(api, 'eve')];
const page = String((await ask(api, 'GET /')).body);
const asset = /\/assets\/[\w.-]+\.js/u.exec(page)?.[0] ?? '';

const nobody = {};
const bearer = { headers: phone.credentials() };
const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Every kind of answer there is: what, and whether it depends on who asks. */
const answers = (): readonly (readonly [string, `${Method} /${string}`, Question, number, 'page' | 'file' | 'api'])[] => [
  ['the page', 'GET /', nobody, 200, 'page'],
  ['a page within', 'GET /sessions/all', nobody, 200, 'page'],
  ['an asset', `GET /${asset.slice(1)}`, nobody, 200, 'file'],
  ['an asset that is not there', 'GET /assets/none.js', nobody, 404, 'file'],
  ['a loose file', 'GET /mark.svg', nobody, 200, 'file'],
  ['the documentation', 'GET /docs', nobody, 200, 'file'],
  ['a file of the documentation', 'GET /docs/start.js', nobody, 200, 'file'],
  ['the page of problems', 'GET /docs/problems', nobody, 200, 'file'],
  ['the OpenAPI document', 'GET /openapi.json', nobody, 200, 'file'],
  ['the AsyncAPI document', 'GET /asyncapi.json', nobody, 200, 'file'],
  ['health', 'GET /health/live', nobody, 200, 'api'],
  ['readiness', 'GET /health/ready', nobody, 200, 'api'],
  ['an account', 'GET /v1/users/me', bearer, 200, 'api'],
  ['an account, by HEAD', 'HEAD /v1/users/me' as 'GET /v1/users/me', bearer, 200, 'api'],
  ['a list', 'GET /v1/sessions', bearer, 200, 'api'],
  ['signing up', 'POST /v1/users', { body: { email: newEmail(), password } }, 201, 'api'],
  ['signing in', 'POST /v1/sessions', { body: { email: ada.email, password } }, 201, 'api'],
  ['a revocation', 'DELETE /v1/sessions?except=current', { headers: tablet.device.credentials() }, 200, 'api'],
  ['a bad body', 'POST /v1/sessions', { body: {} }, 400, 'api'],
  ['no JSON', 'POST /v1/sessions', { body: '{', headers: { 'content-type': 'application/json' } }, 400, 'api'],
  ['a bad path', 'GET /v1/sessions/%zz', bearer, 400, 'api'],
  ['nobody', 'GET /v1/users/me', nobody, 401, 'api'],
  ['a wrong password', 'POST /v1/sessions', { body: { email: newEmail(), password } }, 401, 'api'],
  ['no administrator', 'GET /v1/admin/users', { headers: ada.device.credentials() }, 403, 'api'],
  ['another site', 'POST /v1/sessions', { body: {}, headers: { origin: 'https://evil.example' } }, 403, 'api'],
  ['what is not there', `GET /v1/sessions/${unknown}`, { headers: ada.device.credentials() }, 404, 'api'],
  ['no such path', 'GET /v1/none', nobody, 404, 'api'],
  ['no such file', 'GET /none.css', nobody, 404, 'api'],
  ['a wrong method', 'DELETE /v1/users/me', nobody, 405, 'api'],
  ['a taken address', 'POST /v1/users', { body: { email: ada.email, password } }, 409, 'api'],
  ['too large a body', 'POST /v1/sessions', { body: { email: 'x'.repeat(70_000) } }, 413, 'api'],
  ['another type', 'POST /v1/sessions', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'api'],
  ['a preflight', 'OPTIONS /v1/sessions', { headers: { origin: 'https://app.example', 'access-control-request-method': 'DELETE' } }, 204, 'api'],
  ['OPTIONS', 'OPTIONS /v1/sessions', nobody, 405, 'api'],
];

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/u),
};

const policy = (headers: Answer['headers']): readonly string[] => String(headers['content-security-policy']).split('; ');

describe.each([['http', () => api, undefined], ['https', () => secure, 'max-age=31536000; includeSubDomains']] as const)('over %s', (_, door, transport) => {
  it.each(answers())('%s carries every security header', async (_name, what, question, status, kind) => {
    const answer = await ask(door(), what, question);
    expect([what, answer.status]).toEqual([what, status]);
    expect(answer.headers).toMatchObject(always);
    expect(policy(answer.headers)).toEqual(expect.arrayContaining(["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]));
    expect(policy(answer.headers).filter((rule) => /^script-src .*(?:unsafe|\*|data:)|^(?:connect|object)-src .*\*/u.test(rule))).toEqual([]);
    expect(answer.headers['strict-transport-security']).toBe(transport);
    expect([answer.headers['server'], answer.headers['x-powered-by']]).toEqual([undefined, undefined]);
    expect(answer.headers['content-type'] ?? 'charset').toMatch(kind === 'file' ? /./u : /charset/u);
    if (kind !== 'file' || status >= 400) expect([what, answer.headers['cache-control']]).toEqual([what, 'no-store']);
    if (kind === 'file') expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

it('says something of every status of its problems that a test can cause', () => {
  expect([...new Set(answers().map(([, , , status]) => status))].toSorted()).toEqual([200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415]);
});

describe('what is no request', () => {
  const host = `Host: ${new URL(api.url).host}`;
  const post = (headers: string, body = ''): string => `POST /v1/sessions HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;
  const cases: readonly (readonly [string, string, number])[] = [
    ['noise', 'hello\r\n\r\n', 400],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    ['an unknown method', `BREW / HTTP/1.1\r\n${host}\r\n\r\n`, 400],
    ['an unknown version', `GET / HTTP/9.9\r\n${host}\r\n\r\n`, 400],
    ['no Host', 'GET /v1/users/me HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', `GET /v1/users/me HTTP/1.1\r\n${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`, 400],
    ['two Authorizations', `GET /v1/users/me HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${ada.device.token}\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n`, 400],
    ['two Origins', `${post(`Origin: ${api.origin}\r\nOrigin: https://evil.example\r\nContent-Length: 2\r\nConnection: close`, '{}')}`, 400],
    ['a blank before the colon', `GET / HTTP/1.1\r\n${host}\r\nX-A : b\r\n\r\n`, 400],
    ['a header without a name', `GET / HTTP/1.1\r\n${host}\r\n: b\r\n\r\n`, 400],
    ['a NUL in a header', `GET / HTTP/1.1\r\n${host}\r\nX-A: b\u0000c\r\n\r\n`, 400],
    ['a bare CR in a header', `GET / HTTP/1.1\r\n${host}\r\nX-A: b\rX-B: c\r\n\r\n`, 400],
    ['a blank in the path', `GET /a b HTTP/1.1\r\n${host}\r\n\r\n`, 400],
    ['a fragment in the path', `GET /v1/users/me#x HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`, 400],
    ['a length and chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), 400],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}'), 400],
    ['a length that is none', post('Content-Length: +2', '{}'), 400],
    ['a negative length', post('Content-Length: -2', '{}'), 400],
    ['chunks of another kind', post('Transfer-Encoding: xchunked', '0\r\n\r\n'), 400],
    ['chunks that are not last', post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'), 400],
    ['a chunk without a size', post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n'), 400],
    ['too large a header', `GET / HTTP/1.1\r\n${host}\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['too many headers', `GET / HTTP/1.1\r\n${host}\r\n${Array.from({ length: 3_000 }, (_, at) => `X-${at}: a`).join('\r\n')}\r\n\r\n`, 431],
    ['too long a path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n\r\n`, 431],
    ['a request that never ends', `GET / HTTP/1.1\r\n${host}\r\nX-A: a`, 408],
  ];

  it.each(cases)('%s gets one answer, dressed like any other, and no second', async (_, text, status) => {
    const said = await sayRaw(api, `${text}`);
    expect(said.map((answer) => answer.status)).toEqual([status]);
    expect(said[0]?.headers).toMatchObject({ ...always, 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', connection: 'close' });
    expect(JSON.parse(said[0]?.body ?? '')).toMatchObject({ status, code: expect.any(String), requestId: said[0]?.headers['x-request-id'] });
  }, 20_000);

  it('smuggles nothing in behind it', async () => {
    const inner = `GET /v1/users/me HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${ada.device.token}\r\n\r\n`;
    for (const outer of [post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${inner}`), post(`Transfer-Encoding: chunked\r\nTransfer-Encoding: identity`, `0\r\n\r\n${inner}`), post('Content-Length: 0\r\nContent-Length: 5', inner)]) {
      expect((await sayRaw(api, outer)).map(({ status }) => status)).toEqual([400]);
    }
  });
});

describe('what is kept', () => {
  it('are assets, for ever, and nothing of the API', async () => {
    expect((await ask(api, `GET /${asset.slice(1)}`)).headers['cache-control']).toMatch(/max-age=31536000.*immutable/u);
    expect((await ask(api, 'GET /assets/..%2findex.html')).status).toBe(404);
    for (const path of ['/v1/sessions/x.css', '/v1/users/me.js', '/v1/users/me/a.css'] as const) {
      expect(await ask(api, `GET ${path}`, bearer)).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
    }
  });

  it('is no page: each has a nonce of its own, and runs no script but its files', async () => {
    const [first, second] = await Promise.all([ask(api, 'GET /'), ask(api, 'GET /')]);
    const nonces = [first, second].map(({ headers }) => /'nonce-([\w-]{16,})'/u.exec(String(headers['content-security-policy']))?.[1]);
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(policy(first?.headers ?? {})).toContain("script-src 'self'");
    expect(String(first?.body)).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son\w+=/iu);
  });

  it('has everything that the source of the page wants', async () => {
    expect(await readFile(new URL('../../apps/dashboard/index.html', import.meta.url), 'utf8')).not.toMatch(/https?:\/\/(?!www\.w3\.org)/u);
  });
});
