import { badValues, type BadValue } from './bad-values.js';
import { invalid, refusedFields, type Case, type Spoiler } from './case.js';
import type { Asked } from './client.js';
import type { Field } from './operations.js';
import { seeded } from './seeded.js';

/** Each field of a body missing, null, of another type, too long, too short, unprintable, twice; fields that are not known; and bodies with two things wrong. */
export const bodyCases: Spoiler = ({ name, body: fields }, good) => {
  if (fields === undefined) return [];
  const spoilt = fields.flatMap((field) => allBadValues(name, field).map((value) => ({ field, value })));
  const single = spoilt.map(({ field, value }) => spoilOne(good, field, value));
  return [...missing(fields, good), ...single, ...unknown(fields, good), ...twice(fields, good), ...pairs(spoilt, good)];
};

type Spoilt = { readonly field: Field; readonly value: Pick<BadValue, 'kind' | 'what' | 'json'> };
type Found = Omit<Case, 'operation'>;

/** The body with a field set to this JSON text, as it stands. */
export const withJson = ({ body }: Asked, path: string, json: string): string => {
  const parsed: unknown = JSON.parse(String(body));
  set(parsed as Record<string, unknown>, path.split('.'), PLACE);
  return JSON.stringify(parsed).replace(`"${PLACE}"`, () => json);
};

const PLACE = '…here…';

const set = (object: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length > 0) set((object[key] ??= {}) as Record<string, unknown>, rest, value);
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
};

const spoilOne = (good: Asked, field: Field, value: Spoilt['value']): Found => ({
  kind: value.kind,
  what: `${field.path}: ${value.what}`,
  asked: { ...good, body: withJson(good, field.path, value.json) },
  expected: refusedFields(field.path),
});

// What no schema says: what an address looks like, and which passwords are too easy.
const allBadValues = (operation: string, field: Field): readonly Spoilt['value'][] => [...badValues(field), ...(own[`${operation} ${field.path}`] ?? own[field.path] ?? []).map(wrong)];

const wrong = (text: string): Spoilt['value'] => ({ kind: 'wrong value', what: text, json: JSON.stringify(text) });

const weak = ['short', 'elevenchars', 'password1234', '123456789012', '😀'.repeat(6)];
const own: Readonly<Record<string, readonly string[]>> = {
  email: ['', ' ', 'ada', '@example.com', 'ada@', 'a b@example.com', 'ada@example', 'ada@@example.com', 'ada@example.com, eve@example.com', "ada@example.com'--", 'ada@[127.0.0.1]', 'ada@example..com', '<ada@example.com>', '"ada"@example.com', 'ädä@example.com', '%@example.com/*'],
  'POST /v1/users password': weak,
  'POST /v1/set-up password': weak,
  newPassword: weak,
};

const missing = (fields: readonly Field[], good: Asked): readonly Found[] =>
  fields
    .filter(({ required }) => required)
    .map(({ path }) => {
      const { [path]: _left, ...rest } = JSON.parse(String(good.body)) as Record<string, unknown>;
      return { kind: 'missing', what: path, asked: { ...good, body: JSON.stringify(rest) }, expected: refusedFields(path) };
    });

const strangers = [
  'id', 'userId', 'isAdmin', 'admin', 'roles', 'emailVerified', 'createdAt', 'expiresAt', 'endedAt', 'passwordHash', 'password_hash', 'tokenHash', 'generation', 'token', '_method',
  '$where', 'a.b', '', ' ', 'email ', 'Email', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'constructor', 'prototype', '__defineGetter__', 'name\u0000', '😀',
];

const unknown = (fields: readonly Field[], good: Asked): readonly Found[] => {
  const objects = ['', ...fields.filter(({ schema }) => schema.type === 'object').map(({ path }) => `${path}.`)];
  return objects.flatMap((prefix) =>
    strangers.flatMap((name) =>
      ['true', '{"role":"admin"}'].map((json) => ({
        kind: 'extra',
        what: `${prefix}${JSON.stringify(name)}: ${json}`,
        asked: { ...good, body: withStranger(good, prefix, `${JSON.stringify(name)}:${json}`) },
        expected: refusedFields(`${prefix}${name}`),
      })),
    ),
  );
};

const withStranger = (good: Asked, prefix: string, pair: string): string =>
  prefix === '' ? String(good.body).replace(/\}$/u, (end) => `,${pair}${end}`) : withJson(good, prefix.slice(0, -1), `{${pair}}`);

const twice = (fields: readonly Field[], good: Asked): readonly Found[] =>
  fields
    .filter(({ path }) => !path.includes('.'))
    .flatMap(({ path }) => {
      const parsed = JSON.parse(String(good.body)) as Record<string, unknown>;
      const pair = `${JSON.stringify(path)}:${JSON.stringify(parsed[path] ?? null)}`;
      const { [path]: _left, ...rest } = parsed;
      const others = JSON.stringify(rest).slice(1, -1);
      return [`{${pair},${pair}}`, `{${[pair, others, pair.replace(/^"(.)/u, (_all, first: string) => `"\\u${first.charCodeAt(0).toString(16).padStart(4, '0')}`)].filter((each) => each !== '').join(',')}}`].map((body, at) => ({
        kind: 'repeated',
        what: `${path}${at === 0 ? ' alone' : ', once escaped'}`,
        asked: { ...good, body },
        expected: at === 0 ? invalid : refusedFields(path),
      }));
    });

// Two things wrong at once: both are named. From the same seed every time.
const pairs = (spoilt: readonly Spoilt[], good: Asked): readonly Found[] => {
  const flat = spoilt.filter(({ field, value }) => !field.path.includes('.') && value.json.length < 3_000);
  if (new Set(flat.map(({ field }) => field.path)).size < 2) return [];
  const { pick } = seeded(7);
  return Array.from({ length: 60 }, () => {
    const first = pick(flat);
    const second = pick(flat.filter(({ field }) => field.path !== first.field.path));
    const body = withJson({ ...good, body: withJson(good, first.field.path, JSON.stringify(MARK)) }, second.field.path, second.value.json).replace(JSON.stringify(MARK), () => first.value.json);
    const what = `${first.field.path}: ${first.value.what} and ${second.field.path}: ${second.value.what}`;
    return { kind: 'two at once', what, asked: { ...good, body }, expected: refusedFields(first.field.path, second.field.path) };
  });
};

const MARK = '…first…';
