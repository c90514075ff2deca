import { randomUUID } from 'node:crypto';
import type { Session } from '@curfew/contracts';
import { populate } from '../../../../test/measure/population.js';
import type { Curfew } from '../../../../test/support/curfew.js';
import { startRival } from '../../harness/processes.js';
import { requestOf, wireTo } from '../../harness/wire.js';

/** Someone who is asked whether sessions are live: where, and what. */
export interface Checked {
  readonly pid: number;
  readonly url: string;
  readonly requests: readonly Buffer[];
  stop(): Promise<void>;
}

/** How each is started, in the order of the table. */
export type Starting = readonly (readonly [name: string, start: () => Promise<Checked>])[];

export const CURRENT = 'Curfew: the current session';
export const PASS = 'Curfew: forward-auth';
export const MAP = 'Fastify with a map';
export const MAP_PASS = 'Fastify with a map, answering nothing';
export const EXPRESS_SESSION = 'express-session, connect-redis';

const SESSIONS = 200;

/** Curfew as it is by default, and the others, all of whom answer the same session of as many bytes. Those whose names say nothing else answer a whole session. */
export async function contenders({ apis: [api], database, redis }: Curfew, rivals: { readonly databaseUrl: string; readonly cachedUrl: string; readonly plainUrl: string }): Promise<Starting> {
  const tokens = (await populate(database, SESSIONS, 1)).flatMap((person) => person.tokens);
  const host = new URL(api.url).host;
  const asking = (path: string, own: readonly string[] = tokens): Buffer[] => own.map((token) => requestOf(`GET ${path}`, { host, headers: { 'user-agent': AGENT, authorization: `Bearer ${token}` } }));
  const ours = (path: string) => async (): Promise<Checked> => ({ pid: api.pid, url: api.url, requests: asking(path), stop: () => Promise.resolve() });
  const env = { TOKENS: tokens.join(' '), SESSION: JSON.stringify(await oneOf(api.url, tokens[0] ?? '')), REDIS_URL: redis.url };
  const rival = (file: string, { path = '/current', signIn, more = {} }: Rivalling = {}) => async (): Promise<Checked> => {
    const { pid, url, stop } = await startRival(`checks/${file}.js`, { ...env, ...more });
    return { pid, url, stop, requests: signIn === undefined ? asking(path) : await signIn(url, tokens) };
  };
  return [
    [MAP, rival('fastify-map')],
    [CURRENT, ours('/v1/sessions/current')],
    [MAP_PASS, rival('fastify-map', { path: '/pass' })],
    [PASS, ours('/v1/forward-auth')],
    ['Nest on Fastify with a map', rival('nest-map')],
    ['Fastify with jose', rival('fastify-jose', { signIn: byToken(asking) })],
    ['Fastify with PostgreSQL', rival('fastify-pg', { more: { DATABASE_URL: rivals.databaseUrl } })],
    [EXPRESS_SESSION, rival('express-session', { signIn: byCookie('/sign-in', '/current') })],
    ['better-auth, cookie cache', rival('better-auth', { signIn: bySignUp, more: { DATABASE_URL: rivals.cachedUrl, COOKIE_CACHE: 'on' } })],
    ['better-auth', rival('better-auth', { signIn: bySignUp, more: { DATABASE_URL: rivals.plainUrl } })],
  ];
}

interface Rivalling {
  readonly path?: string;
  readonly signIn?: (url: string, tokens: readonly string[]) => Promise<readonly Buffer[]>;
  readonly more?: Readonly<Record<string, string>>;
}

const AGENT = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';

async function oneOf(url: string, token: string): Promise<Session> {
  const answer = await fetch(`${url}/v1/sessions/current`, { headers: { authorization: `Bearer ${token}`, 'user-agent': AGENT } });
  return (await answer.json()) as Session;
}

const byToken = (asking: (path: string, tokens: readonly string[]) => Buffer[]) => async (url: string, tokens: readonly string[]): Promise<readonly Buffer[]> => {
  const own = await each(tokens, async (token) => ((await (await fetch(`${url}/sign-in`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })).json()) as { readonly token: string }).token);
  return asking('/current', own);
};

const byCookie = (signIn: string, path: string) => (url: string, tokens: readonly string[]): Promise<readonly Buffer[]> =>
  each(tokens, async (token) => asCookie(url, path, await fetch(url + signIn, { method: 'POST', headers: { authorization: `Bearer ${token}` } })));

// Its passwords are made slow to guess: fewer sessions will do.
const bySignUp = (url: string, tokens: readonly string[]): Promise<readonly Buffer[]> =>
  each(tokens.slice(0, SIGN_UPS), async () => {
    const body = JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'correct horse battery staple', name: 'measured' });
    return asCookie(url, '/api/auth/get-session', await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' }, body }));
  });

const SIGN_UPS = 20;

async function asCookie(url: string, path: string, signedIn: Response): Promise<Buffer> {
  if (!signedIn.ok) throw new Error(`${url} let nobody in: ${signedIn.status} ${await signedIn.text()}`);
  const cookie = signedIn.headers.getSetCookie().map((each) => each.split(';', 1)[0]).join('; ');
  const request = requestOf(`GET ${path}`, { host: new URL(url).host, headers: { 'user-agent': AGENT, cookie } });
  const wire = await wireTo(url);
  const { status, body } = await wire.ask(request);
  wire.close();
  if (status !== 200 || !/[0-9a-f-]{30}|userId/u.test(body)) throw new Error(`${url} does not know who it let in: ${status} ${body}`);
  return request;
}

async function each<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<readonly R[]> {
  const found: R[] = [];
  for (const value of values) found.push(await work(value));
  return found;
}
