import { gatewayOrigins, pagePolicy } from './policy.js';

it.each([
  ['nothing is set', {}, ['ws://localhost:3001', 'http://localhost:3001', 'ws://127.0.0.1:3001', 'http://127.0.0.1:3001']],
  ['the page has an address', { publicUrl: 'https://app.test' }, ['wss://app.test:3001', 'https://app.test:3001']],
  ['the page has an address with a port', { publicUrl: 'http://app.test:8080' }, ['ws://app.test:3001', 'http://app.test:3001']],
  ['the gateway has one', { publicUrl: 'https://app.test', gatewayUrl: 'https://app.test' }, ['wss://app.test', 'https://app.test']],
])('lets the page reach the gateway when %s', (_case, place, expected) => {
  expect(gatewayOrigins({ gatewayPort: 3001, ...place })).toEqual(expected);
});

it('lets the page do nothing else', () => {
  expect(pagePolicy({ publicUrl: 'https://app.test', gatewayPort: 3001 }, 'abc')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; font-src 'self'; img-src 'self' data:; manifest-src 'self'; " +
      "connect-src 'self' wss://app.test:3001 https://app.test:3001; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
});
