import { configuration, quoted } from './configuration.js';
import { request } from './ping.js';

it('listens on 127.0.0.1 only, asks for the password and writes all down', () => {
  const lines = configuration({ data: '/a b/data', password: 'secret', port: 4711 }).split('\n');

  expect(lines).toEqual(expect.arrayContaining(['bind 127.0.0.1', 'port 4711', 'requirepass "secret"', 'dir "/a b/data"', 'appendonly yes', 'save ""']));
});

it.each([
  ['plain', '"plain"'],
  ['a "b" c', '"a \\"b\\" c"'],
  ['back\\slash', '"back\\\\slash"'],
  ['two\nlines', '"two\\nlines"'],
])('quotes %j as Redis reads it', (text, value) => {
  expect(quoted(text)).toBe(value);
});

it('speaks the protocol, lengths in bytes', () => {
  expect(request('AUTH', 'ä')).toBe('*2\r\n$4\r\nAUTH\r\n$2\r\nä\r\n');
});
