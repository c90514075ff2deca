import { invalid, type Case, type Expected, type Spoiler } from './case.js';
import type { Asked } from './client.js';

/** Bodies that are not JSON, of another type, packed, too large or too deep; and a body or a method where none is taken. */
export const mediaCases: Spoiler = ({ name, method, body: fields }, good) => {
  if (method === 'GET') return [];
  const text = String(good.body ?? '{"a":1}');
  const of = (kind: string, expected: Expected) => (what: string, more: Partial<Asked>): Found => ({ kind, what, asked: { ...good, ...more, headers: { ...good.headers, ...more.headers } }, expected });
  const untyped = of('content type', { status: 415, code: 'unsupported-media-type' });
  const large = of('oversize', { status: 413, code: 'body-too-large' });
  const unread = of('not JSON', invalid);
  const json = { 'content-type': 'application/json' };
  const deep = [33, 34, 100, 1_000, 10_000, 30_000].flatMap((depth) => [`${'['.repeat(depth)}${']'.repeat(depth)}`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`].filter((each) => each.length < 60_000));
  return [
    ...types.map((type) => untyped(type, { body: text, headers: { 'content-type': type } })),
    ...['gzip', 'deflate', 'br', 'identity, gzip', 'x'].map((encoding) => untyped(`packed by ${encoding}`, { body: text, headers: { ...json, 'content-encoding': encoding } })),
    untyped('none said', { body: text, headers: { 'content-type': '' } }),
    ...[64 * 1024 + 1, 70_000, 128 * 1024, 200_000].flatMap((length) => [false, true].map((chunked) => large(`${length} bytes${chunked ? ' in chunks' : ''}`, { body: padded(text, length), chunked, headers: json }))),
    ...deep.map((each) => unread(`${each.slice(0, 12)}… of ${each.length} bytes`, { body: each, headers: json })),
    ...(fields === undefined ? [] : deep.map((each) => unread(`within a field: ${each.slice(0, 12)}… of ${each.length} bytes`, { body: `${text.slice(0, -1)},"x":${each}}`, headers: json }))),
    ...notJson(text).map((body) => unread(JSON.stringify(body.toString('latin1').slice(0, 40)), { body, headers: json })),
    ...(fields === undefined ? [] : roots.map((body) => unread(body.slice(0, 40), { body, headers: json }))),
    ...(fields === undefined ? [unread('a field where none is taken', { body: '{"a":1}', headers: json })] : []),
    ...(fields === undefined || mayBeLeftOut.has(name) ? [] : [unread('nothing', { body: '', headers: json }), unread('blanks', { body: ' \r\n\t', headers: json })]),
  ];
};

type Found = Omit<Case, 'operation'>;

/** Whose body holds nothing that is needed. */
const mayBeLeftOut: ReadonlySet<string> = new Set(['POST /v1/sessions/current/access-token']);

const types = [
  'text/plain', 'text/plain; charset=utf-8', 'text/json', 'text/html', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/octet-stream', 'application/jsonp', 'application/json5',
  'application/x-json', 'application/json-patch+json', 'application/merge-patch+json', 'application/vnd.api+json', 'application/problem+json', 'application/cbor', 'text/plain; application/json', 'application', 'json', '*/*', 'application/*', 'application/jso', 'application /json',
];

const roots = ['null', 'true', '1', '"x"', '""', '[]', '[{}]', '[null]', '1e999', '[[[[]]]]', '"__proto__"'];

// A body of exactly so many bytes: blanks after the JSON mean nothing.
const padded = (text: string, length: number): string => text + ' '.repeat(Math.max(0, length - Buffer.byteLength(text)));

const notJson = (text: string): readonly Buffer[] => [
  ...[
    '{', '}', '{"', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '[', '[1', '[1,]', '"', '"a', 'nul', 'NaN', 'Infinity', '-', '01', '1.', '.1', '+1', '1e', '{a:1}', "{'a':1}", '{"a":1}{"b":2}', '{"a":1} x', '/* x */{"a":1}', '{"a":1 // x\n}', '{"a":"\t"}', '{"a":"\n"}', '{"a":"\\x41"}', '{"a":"\\u00"}',
    'a=b', '<a/>', ")]}',\n{}", 'undefined', 'true false', '\u0000', '{"a":1}\u0000', `${text.slice(0, -1)}`, `${text}]`, `${text},`, `;${text}`,
  ].map((each) => Buffer.from(each)),
  Buffer.from(text, 'utf16le'),
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  Buffer.from('7b2261223a22ff227d', 'hex'),
  Buffer.from('7b2261223a22c0af227d', 'hex'),
  Buffer.from('7b2261223a22eda080227d', 'hex'),
  Buffer.from('7b2261223a22f4908080227d', 'hex'),
  Buffer.from('7b2261223a22e282227d', 'hex'),
];
