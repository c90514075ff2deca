import { problem, problems } from '@curfew/contracts';
import { environmentOf, fileOf, service } from './compose.js';

/** A directive of nginx, with what stands in its braces. */
interface Directive {
  readonly words: readonly string[];
  readonly inner: readonly Directive[];
}

const tokens = fileOf('deploy/nginx.conf').replaceAll(/^\s*#.*$/gm, '').match(/'[^']*'|"[^"]*"|[{};]|[^\s{};]+/g) ?? [];
const [http = { words: [], inner: [] }] = named(read(tokens.values()), 'http');
const [server = { words: [], inner: [] }] = named(http.inner, 'server');
const location = (...words: readonly string[]): readonly Directive[] =>
  named(server.inner, 'location').find((each) => each.words.slice(1).join(' ') === words.join(' '))?.inner ?? [];
const valueOf = (directives: readonly Directive[], name: string): string | undefined => named(directives, name)[0]?.words.slice(1).join(' ');
const headers = (directives: readonly Directive[]): Readonly<Record<string, string>> =>
  Object.fromEntries(named(directives, 'proxy_set_header').map(({ words: [, name = '', ...value] }) => [name, value.join(' ')]));

it('leads /socket.io/ to the gateways and everything else to the apis, at the ports that they listen on', () => {
  expect(valueOf(location('/socket.io/'), 'proxy_pass')).toBe('http://gateways');
  expect(valueOf(location('/'), 'proxy_pass')).toBe('http://apis');
  const upstreams = named(http.inner, 'upstream').map(({ words: [, name], inner }) => [name, valueOf(inner, 'server')]);
  expect(Object.fromEntries(upstreams)).toEqual({
    apis: `api:${environmentOf('api')['API_PORT']} resolve`,
    gateways: `gateway:${environmentOf('gateway')['GATEWAY_PORT']} resolve`,
  });
  expect(named(server.inner, 'location').map(({ words }) => words.slice(1).join(' ')).toSorted()).toEqual(['/', '/socket.io/', '= /front-door/live', '@too-large', '@unavailable']);
});

it('asks for the names again, so that a container with a new address, or one more of them, is found', () => {
  expect(valueOf(http.inner, 'resolver')).toMatch(/^127\.0\.0\.11 valid=5s/);
  for (const upstream of named(http.inner, 'upstream')) expect(named(upstream.inner, 'zone')).toHaveLength(1);
  const [, major, minor] = /^nginx:(\d+)\.(\d+)/.exec(service('front-door').image) ?? [];
  expect([Number(major), Number(minor) >= 28]).toEqual([1, true]); // `resolve` is in the free nginx from 1.27.3 on
});

it('passes the upgrade on, and leaves a quiet socket open for longer than its pings take', () => {
  expect(headers(location('/socket.io/'))).toMatchObject({ Upgrade: '$http_upgrade', Connection: '$upgrade_or_not' });
  expect(named(http.inner, 'map')[0]?.inner.map(({ words }) => words)).toEqual([['default', 'upgrade'], ["''", "''"]]);
  expect(valueOf(server.inner, 'proxy_http_version')).toBe('1.1');
  expect(Number.parseInt(valueOf(location('/socket.io/'), 'proxy_read_timeout') ?? '0', 10)).toBeGreaterThan(25 + 20);
});

it.each([['the apis', server.inner], ['the gateways', location('/socket.io/')]])('tells %s where a request comes from: the address it saw is added last, and no other story gets through', (_, directives) => {
  expect(headers(directives)).toMatchObject({ 'X-Forwarded-For': '$proxy_add_x_forwarded_for', Forwarded: '""', Host: '$http_host' });
});

it('listens where compose publishes and asks', () => {
  expect(service('front-door').ports?.[0]).toMatch(new RegExp(`:${valueOf(server.inner, 'listen')?.split(' ')[0]}$`));
  expect(service('front-door').healthcheck?.test?.at(-1)).toBe(`http://127.0.0.1:8080${named(server.inner, 'location').find(({ words }) => words[1] === '=')?.words[2]}`);
});

it('writes nothing but below /tmp, and notes neither query nor header nor address of a request', () => {
  const written = [...fileOf('deploy/nginx.conf').matchAll(/^\s*(?:pid|\w+_temp_path) (\S+);/gm)].map(([, path]) => path);
  expect(written).toHaveLength(6);
  expect(written.filter((path) => !path?.startsWith('/tmp/'))).toEqual([]);
  expect(valueOf(http.inner, 'log_format')).not.toMatch(/\$(request\b|request_uri|args|query_string|http_|remote_addr|cookie)/);
});

it('speaks as the api does when it cannot ask it', () => {
  const said = [['@too-large', problems['body-too-large']], ['@unavailable', problems.unavailable]] as const;
  for (const [name, { status, title }] of said) {
    const [code = '', text = ''] = named(location(name), 'return')[0]?.words.slice(1) ?? [];
    expect(code).toBe(String(status));
    expect(problem.parse(JSON.parse(text.slice(1, -1)))).toMatchObject({ status, title });
    expect(valueOf(location(name), 'default_type')).toBe('application/problem+json');
  }
});

function named(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.filter(({ words }) => words[0] === name);
}

function read(from: Iterator<string>): readonly Directive[] {
  const found: Directive[] = [];
  let words: string[] = [];
  for (let { value, done } = from.next(); !done && value !== '}'; { value, done } = from.next()) {
    if (value !== ';' && value !== '{') {
      words.push(value);
      continue;
    }
    found.push({ words, inner: value === '{' ? read(from) : [] });
    words = [];
  }
  return found;
}
