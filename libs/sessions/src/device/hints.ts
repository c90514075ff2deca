import { plainText } from './plain-text.js';

/** What the client hints say (User-Agent Client Hints, https://wicg.github.io/ua-client-hints): only what they do say. */
export interface Hinted {
  /** The most telling brand: "Brave" rather than "Chromium". */
  readonly brand: string | null;
  readonly platform: string | null;
  readonly mobile: boolean | null;
  readonly model: string | null;
  readonly formFactors: readonly string[];
}

/** The hints that tell what a session is opened from. Versions come and go; they are asked for, and not needed. */
export const hintNames = [
  'sec-ch-ua',
  'sec-ch-ua-full-version-list',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'sec-ch-ua-model',
  'sec-ch-ua-form-factors',
] as const;

export const longestHint = 256;

type Hints = Readonly<Record<string, string>>;

/** Reads the hints. What is no structured field (RFC 9651) says nothing. */
export function readHints(hints: Hints): Hinted {
  const brands = brandsIn(hints, 'sec-ch-ua');
  return {
    brand: mostTelling(brands.length > 0 ? brands : brandsIn(hints, 'sec-ch-ua-full-version-list')),
    platform: textIn(hints, 'sec-ch-ua-platform'),
    mobile: flagIn(hints, 'sec-ch-ua-mobile'),
    model: textIn(hints, 'sec-ch-ua-model'),
    formFactors: stringsIn(hints, 'sec-ch-ua-form-factors', /"([^"\\]{1,32})"/gu),
  };
}

// What every browser made from Chromium says besides its own name, from the less telling on.
const everyones = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const decoys = new Set(['notabrand', 'yowser']);

function mostTelling(brands: readonly string[]): string | null {
  const real = brands.filter((brand) => !decoys.has(brand.replaceAll(/[^a-z]/giu, '').toLowerCase()));
  const own = real.find((brand) => !everyones.includes(brand));
  return own ?? everyones.findLast((brand) => real.includes(brand)) ?? null;
}

const brandsIn = (hints: Hints, name: string): readonly string[] => stringsIn(hints, name, /"([^"\\]{1,64})"\s?;\s?v=/gu);

function stringsIn(hints: Hints, name: string, pattern: RegExp): readonly string[] {
  const found = bounded(hints, name).matchAll(pattern);
  return [...found].map(([, text = '']) => plainText(text, 64)).filter((text) => text !== null);
}

// "Unknown" is what a browser says that does not want to.
function textIn(hints: Hints, name: string): string | null {
  const text = plainText(bounded(hints, name).replaceAll('"', ''), 64);
  return text === 'Unknown' ? null : text;
}

function flagIn(hints: Hints, name: string): boolean | null {
  const flag = bounded(hints, name).trim();
  return flag === '?1' ? true : flag === '?0' ? false : null;
}

const bounded = (hints: Hints, name: string): string => hints[name]?.slice(0, longestHint) ?? '';
