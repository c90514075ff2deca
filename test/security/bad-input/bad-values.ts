import type { Field, Schema } from './operations.js';

/** A value that does not fit, as JSON text, and what is wrong with it. */
export interface BadValue {
  readonly kind: 'null' | 'wrong type' | 'wrong value' | 'too long' | 'too short' | 'control characters';
  readonly what: string;
  readonly json: string;
}

/** Everything that a field of a body must refuse. What a password holds is the user's own affair, so long as it is text. */
export const badValues = (field: Field): readonly BadValue[] => [
  ...(field.nullable ? [] : [bad('null', 'null', 'null')]),
  ...wrongTypes(field.schema).map((json) => bad('wrong type', json.slice(0, 40), json)),
  ...wrongWords(field.schema).map((text) => bad('wrong value', text, JSON.stringify(text))),
  ...lengths(field.schema),
  ...(field.schema.type === 'string' && field.schema.enum === undefined ? unprintables(field.path) : []),
];

/** Characters that no line of text may hold: controls, what turns the direction of writing, ends of lines, and halves of characters. */
export const unprintable: readonly string[] = [
  ...'\0\u0001\u0007\b\t\n\v\f\r\u001B\u001F\u007F\u0080\u0085\u009B\u009F'.split(''),
  ...'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069'.split(''),
  ...'\u2028\u2029'.split(''),
];
export const halves: readonly string[] = ['\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uDC00\uD800'];

const bad = (kind: BadValue['kind'], what: string, json: string): BadValue => ({ kind, what, json });

const numbers = ['0', '1', '-1', '-0', '1.5', '1e400', '-1e400', '9007199254740993', '9'.repeat(300), '1e-400'];
const nested = ['[]', '["a"]', '[null]', '[[]]', '{}', '{"a":1}', '{"length":3}', '{"$gt":""}', '{"toString":"x"}'];

const wrongTypes = ({ type, enum: words, minimum = -Infinity, maximum = Infinity }: Schema): readonly string[] => {
  const fits = (json: string): boolean => type === 'integer' && Number.isInteger(Number(json)) && Number(json) >= minimum && Number(json) <= maximum;
  if (type === 'boolean') return [...numbers, ...nested, '""', '"true"', '"false"', '"on"', '"1"'];
  if (type === 'object') return [...numbers, 'true', 'false', '""', '"{}"', ...nested.filter((json) => json.startsWith('['))];
  return [...numbers.filter((json) => !fits(json)), 'true', 'false', ...nested, ...(words === undefined ? [] : [JSON.stringify(words)])];
};

const wrongWords = ({ enum: words, pattern }: Schema): readonly string[] => {
  const [word = ''] = words ?? [];
  if (words !== undefined) return ['', ' ', word.toUpperCase(), ` ${word}`, `${word}\n`, `${word},`, word.slice(1), 'null', '__proto__', 'constructor', 'toString', `${word}'--`];
  return pattern === undefined ? [] : ['a b c d e f', 'ääääääääää', "'; drop table users; --", '{{{{{{{{{{', '<<<<<<<<<<', '%%%%%%%%%%'];
};

const lengths = ({ type, enum: words, maxLength, minLength }: Schema): readonly BadValue[] => {
  if (type !== 'string' || words !== undefined) return [];
  const over = maxLength === undefined ? [] : [maxLength + 1, maxLength + 2, maxLength * 2, 20_000];
  const tooLong = over.map((length) => bad('too long', `${length} characters`, JSON.stringify('x'.repeat(length))));
  const tooShort = minLength === undefined ? [] : [bad('too short', `${minLength - 1} characters`, JSON.stringify('x'.repeat(minLength - 1)))];
  return [...tooLong, ...tooShort];
};

const unprintables = (path: string): readonly BadValue[] => {
  const forbidden = /password$/iu.test(path) ? halves : [...unprintable, ...halves];
  return forbidden.map((character) => {
    const json = JSON.stringify(textAround(path, character));
    return bad('control characters', JSON.stringify(character), json);
  });
};

// In the midst of what would do: at its ends some are trimmed.
const textAround = (path: string, character: string): string => {
  if (path === 'email') return `a${character}da@example.com`;
  return `correct horse${character} battery`.replaceAll(' ', path === 'device.id' || path === 'secret' ? '-' : ' ');
};
