import { unprintable } from './bad-values.js';
import { refusedFields, type Case, type Spoiler } from './case.js';
import type { Field } from './operations.js';

/** Each field of a query with what it must refuse, twice, and names that are not known. */
export const queryCases: Spoiler = ({ query }, good) => {
  const asking = (text: string) => ({ ...good, path: `${good.path}?${text}` });
  const fields = query.flatMap((field) =>
    badTexts(field).map(({ kind, text }): Found => ({ kind, what: `${field.path}=${text.slice(0, 60)}`, asked: asking(`${field.path}=${text}`), expected: refusedFields(field.path) })),
  );
  const repeated = query.flatMap(({ path }) =>
    [`${path}=1&${path}=1`, `${path}=&${path}=`, `${path}=${long}&${path}=1`].map((text): Found => ({ kind: 'repeated in the query', what: text.slice(0, 60), asked: asking(text), expected: refusedFields(path) })),
  );
  const extra = [...strangers, ...query.flatMap(({ path }) => [`${path}[]`, `${path}[0]`, `${path}[$ne]`, `${path}.a`, `${path} `, path.toUpperCase()])].filter((name) => query.every(({ path }) => path !== name));
  const unknown = extra.map((name): Found => ({ kind: 'extra in the query', what: name, asked: asking(`${encodeURIComponent(name)}=1`), expected: refusedFields(name) }));
  return [...fields, ...repeated, ...unknown];
};

type Found = Omit<Case, 'operation'>;

const long = 'x'.repeat(600);

const strangers = ['x', 'token', 'access_token', 'userid', 'user_id', 'role', 'offset', 'page', '_method', '__proto__', 'constructor', 'prototype', 'toString', '__proto__[role]', '$where', '😀', 'a\0b', 'order by', ''];

const badTexts = ({ path, schema: { enum: words, pattern, minLength, maxLength } }: Field): readonly { readonly kind: string; readonly text: string }[] => {
  const wrong = (texts: readonly string[]) => texts.map((text) => ({ kind: 'wrong in the query', text }));
  if (words !== undefined) return wrong(['', words[0]?.toUpperCase() ?? '', `${words[0]}%20`, `%20${words[0]}`, `${words[0]},${words[0]}`, `${words[0]}%00`, `${words[0]}'--`, '__proto__', 'toString', '%5Bobject%20Object%5D', '1', 'null']);
  if (pattern?.includes('\\d') === true) return wrong([...numbers, ...(beyond[path] ?? [])]);
  if (path === 'cursor') return wrong(['', 'x', 'AAAA', 'A'.repeat(100), 'A'.repeat(513), '_-_-', '%00', 'a%20b', 'e30', 'W10', 'bnVsbA', '..%2F..', "'%20or%201%3D1", '%F0%9F%98%80', 'a%3D%3D', long]);
  if (path === 'userId') return wrong(['', '1', 'me', 'null', '%25', "'%20or%20''%3D'", '00000000-0000-0000-0000-000000000000', '01890a5d-ac96-474b-bcce-b302099a8057', '01890a5dac96774bbcceb302099a8057', '%7B01890a5d-ac96-774b-bcce-b302099a8057%7D', long]);
  const least = minLength === undefined ? [] : ['', '%20', '%09%0A'];
  const most = maxLength === undefined ? [] : ['x'.repeat(maxLength + 1), 'x'.repeat(8_000), '%C3%A4'.repeat(maxLength + 1)];
  return [...wrong([...least, ...most]), ...unprintable.map((character) => ({ kind: 'control characters in the query', text: `a${encodeURIComponent(character)}b` }))];
};

const numbers = ['', '-1', '%2B1', '1.0', '1e2', '0x10', '0b1', '1_0', '%201', '1%20', '1%00', '1,2', '%D9%A3', '9'.repeat(10), '9'.repeat(400), '-0', 'NaN', 'Infinity', 'null', 'undefined', 'true', '%5B1%5D', "1'--", '1;select', '1n', '999999999'];
const beyond: Readonly<Record<string, readonly string[]>> = { limit: ['0', '00', '201', '1000'], wait: ['600001', '999999998'] };
