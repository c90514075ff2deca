import { accessSync, constants } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** What a setting may be: the words for it, and a schema that reads it from text. The value of a secret kind is never shown. */
export interface Kind<T> {
  readonly may: string;
  readonly secret: boolean;
  readonly schema: z.ZodType<T, string>;
}

/** A whole number within two bounds, both allowed. */
export const integer = (min: number, max: number, words = `a whole number from ${min} to ${max}`): Kind<number> =>
  kind(words, (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });

/** A TCP port; 0 takes a free one. `room` is how many ports above it are used as well. */
export const port = (room = 0): Kind<number> => integer(0, 65535 - room, `a port from 0 to ${65535 - room} (0 takes a free one)`);

/** A length of time between two others, in milliseconds once read. */
export const duration = (min: string, max: string): Kind<number> =>
  kind(`a duration from ${min} to ${max}, such as 500ms, 10s, 15m, 12h or 14d`, (text) => boundedTime(text, min, max));

/** A length of time, or the word `off`. */
export const durationOrOff = (min: string, max: string): Kind<number | 'off'> =>
  kind(`off, or a duration from ${min} to ${max}, such as 15m or 12h`, (text) => (text === 'off' ? text : boundedTime(text, min, max)));

/** One of a few words. */
export const oneOf = <const W extends string>(...words: readonly W[]): Kind<W> =>
  kind(inWords(words), (text) => words.find((word) => word === text));

/** An http(s) origin: scheme, host and port, nothing behind them. Read without its final slash (RFC 6454 §6.2). */
export const origin = (): Kind<string> => kind('an http or https address without a path, such as https://sessions.example.com', originOf);

/** Origins, separated by commas; none when empty. */
export const origins = (): Kind<readonly string[]> =>
  kind('http or https addresses without a path, separated by commas', (text) => all(items(text).map(originOf)));

/** One name or more, separated by commas: anything that is visible. */
export const names = (): Kind<readonly [string, ...string[]]> =>
  kind('one name or more, separated by commas', (text) => {
    const [first, ...rest] = items(text);
    return first !== undefined && /^[\x21-\x7e]+$/.test([first, ...rest].join('')) && [first, ...rest].every((name) => name.length <= 200) ? [first, ...rest] : undefined;
  });

/** The URL of a server that needs credentials: one of these schemes and a host. */
export const serverUrl = (...schemes: readonly string[]): Kind<string> =>
  kind(`a URL that begins with ${inWords(schemes.map((scheme) => `${scheme}://`))}`, (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' ? text : undefined;
  }, true);

/** A host name or an IP address to listen on. */
export const host = (): Kind<string> =>
  kind('a host name or an IP address to listen on', (text) =>
    isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text) ? text : undefined);

/** A path to a folder, which is made when missing. */
export const folder = (): Kind<string> => kind('a path to a folder', (text) => (text.includes('\0') ? undefined : text));

/** A path to a file that can be read now. */
export const file = (): Kind<string> => kind('a path to a file that can be read', (text) => (readable(text) ? text : undefined));

/** An e-mail address, of which only the rough shape is checked. */
export const email = (): Kind<string> =>
  kind('an e-mail address', (text) => (text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined));

/** A password of at most 256 characters. */
export const password = (): Kind<string> =>
  kind('a password of at most 256 characters', (text) => (text.length <= 256 ? text : undefined), true);

/** 32 random bytes, in base64, base64url or hex. A key of one byte repeated is refused. */
export const key = (): Kind<Uint8Array> =>
  kind('32 random bytes in base64 or hex, such as `openssl rand -base64 32` prints', (text) => {
    const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
    return /^[\w+/=-]+$/.test(text) && bytes.length === 32 && new Set(bytes).size > 1 ? new Uint8Array(bytes) : undefined;
  }, true);

/** Which proxies in front are believed: none (false), the nearest few, or those at these addresses. */
export const proxies = (): Kind<false | number | readonly string[]> =>
  kind('off, a number of proxies from 1 to 32, or addresses and CIDR ranges separated by commas', (text) => {
    if (text === 'off' || text === '0') return false;
    if (/^\d+$/.test(text)) return Number(text) <= 32 ? Number(text) : undefined;
    return all(items(text).map((item) => (isRange(item) ? item : undefined)));
  });

/** `15m` in milliseconds, or undefined where it is no length of time. */
export const milliseconds = (text: string): number | undefined => {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : UNITS.get(unit);
  return factor === undefined ? undefined : Number(amount) * factor;
};

const UNITS: ReadonlyMap<string, number> = new Map([['ms', 1], ['s', 1000], ['m', 60_000], ['h', 3_600_000], ['d', 86_400_000]]);

const kind = <T>(may: string, parse: (text: string) => T | undefined, secret = false): Kind<T> => ({
  may,
  secret,
  schema: z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: may });
    return z.NEVER;
  }),
});

const boundedTime = (text: string, min: string, max: string): number | undefined => {
  const value = milliseconds(text) ?? -1;
  return value >= (milliseconds(min) ?? 0) && value <= (milliseconds(max) ?? 0) ? value : undefined;
};

const originOf = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href === `${url.origin}/` && !/[?#]$/.test(text) ? url.origin : undefined;
};

const isRange = (text: string): boolean => {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version > 0 && (prefix === undefined || Number(prefix) <= (version === 4 ? 32 : 128));
};

const readable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const items = (text: string): readonly string[] => text.split(',').map((item) => item.trim()).filter((item) => item !== '');

const all = <T>(values: readonly (T | undefined)[]): readonly T[] | undefined => {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
};

const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
