import { readSettings } from './read.js';
import { allowedOrigins, cookieName, secureCookie } from './web.js';

describe('an Origin may act with the cookie', () => {
  const published = allowedOrigins(readSettings({ PUBLIC_URL: 'https://a.example', ALLOWED_ORIGINS: 'https://b.example:8443' }));
  it.each([
    ['https://a.example', true],
    ['https://b.example:8443', true],
    ['https://b.example', false],
    ['http://a.example', false],
    ['https://a.example:444', false],
    ['https://a.example.evil.example', false],
    ['https://evil.example/https://a.example', false],
    ['http://localhost:3000', false],
    ['null', false],
    ['', false],
  ])('with PUBLIC_URL: %s → %s', (origin, allowed) => {
    expect(published(origin)).toBe(allowed);
  });

  const local = allowedOrigins(readSettings({ API_PORT: '3100', ALLOWED_ORIGINS: 'https://b.example' }));
  it.each([
    ['http://localhost:3100', true],
    ['http://app.localhost:3100', true],
    ['http://127.0.0.1:3100', true],
    ['http://127.8.9.10:3100', true],
    ['http://[::1]:3100', true],
    ['https://b.example', true],
    ['http://localhost:3000', false],
    ['http://localhost', false],
    ['https://localhost:3100', false],
    ['http://localhost.evil.example:3100', false],
    ['http://127.0.0.1.evil.example:3100', false],
    ['http://128.0.0.1:3100', false],
    ['http://evillocalhost:3100', false],
    ['http://ada@localhost:3100', false],
    ['http://localhost:3100/', false],
    ['http://[::2]:3100', false],
    ['null', false],
  ])('without PUBLIC_URL: %s → %s', (origin, allowed) => {
    expect(local(origin)).toBe(allowed);
  });

  it('without PUBLIC_URL on port 80, where browsers leave the port out', () => {
    expect(allowedOrigins(readSettings({ API_PORT: '80' }))('http://localhost')).toBe(true);
  });
});

it.each([
  [undefined, 'curfew', false],
  ['http://localhost:3000', 'curfew', false],
  ['http://a.example', 'curfew', false],
  ['https://a.example', '__Host-curfew', true],
] as const)('the cookie for PUBLIC_URL=%s is %s, Secure: %s', (url, name, secure) => {
  const settings = readSettings({ PUBLIC_URL: url });
  expect([cookieName(settings), secureCookie(settings)]).toEqual([name, secure]);
});
