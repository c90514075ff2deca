import { parseJsonBody } from './json-body.js';

const parse = (text: string): unknown => parseJsonBody(new TextEncoder().encode(text));
const refused = (text: string): unknown => {
  try {
    return parse(text);
  } catch (error) {
    return error;
  }
};

it.each([
  ['{"a":1,"b":{"a":2}}', { a: 1, b: { a: 2 } }],
  ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
  ['"text"', 'text'],
  ['', undefined],
  [' \n', undefined],
])('reads %j', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

it.each([
  ['a name that comes twice', '{"email":"a","email":"b"}', [{ path: 'email', message: 'comes more than once' }]],
  ['a name that comes twice, once in disguise', '{"email":"a","\\u0065mail":"b"}', [{ path: 'email', message: 'comes more than once' }]],
  ['one further in', '{"device":{"type":"tv","label":"x","type":"bot"}}', [{ path: 'device.type', message: 'comes more than once' }]],
  ['one in a list', '[{"a":1},{"a":1,"a":2}]', [{ path: '1.a', message: 'comes more than once' }]],
  ['each of several', '{"a":1,"a":2,"b":1,"b":2}', [{ path: 'a', message: 'comes more than once' }, { path: 'b', message: 'comes more than once' }]],
  ['a prototype', '{"__proto__":{"role":"admin"}}', [{ path: '__proto__', message: 'is not known' }]],
  ['a constructor', '{"constructor":{"prototype":{"role":"admin"}}}', [{ path: 'constructor', message: 'is not known' }, { path: 'constructor.prototype', message: 'is not known' }]],
])('refuses %s', (_case, text, errors) => {
  expect(refused(text)).toMatchObject({ code: 'invalid-request', status: 400, errors });
});

it.each([
  ['no JSON', '{email:1}'],
  ['half of it', '{"email":'],
  ['comments', '{"a":1} // b'],
  ['a final comma', '{"a":1,}'],
  ['ten thousand levels of lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['thirty-three levels of objects', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
])('refuses %s', (_case, text) => {
  expect(refused(text)).toMatchObject({ code: 'invalid-request', status: 400, detail: expect.any(String) });
});

it('refuses what is not UTF-8', () => {
  expect(() => parseJsonBody(new Uint8Array([0x22, 0xff, 0x22]))).toThrow('not UTF-8');
});
