import type { DeviceType } from '@curfew/contracts';

/** A thing that is told by what it is rather than by its browser: a television, a console, a watch, a reader. */
export interface Appliance {
  readonly type: DeviceType;
  readonly os: string | null;
  /** As a person would call it; null: it is called by its browser or app, as in "App on Android TV". */
  readonly name: string | null;
  /** Whether what the User-Agent says of a browser is meant: a television calls itself Safari and Chrome for old pages' sake. */
  readonly tellsBrowser: boolean;
}

/** Recognises an appliance in a User-Agent, or in the model of a client hint. A console is a `tv`: it stands beneath one. */
export function applianceOf(evidence: string): Appliance | null {
  for (const { pattern, name, type, os, tellsBrowser = false } of appliances) {
    const found = pattern.exec(evidence);
    if (found !== null) return { type, os, tellsBrowser, name: typeof name === 'function' ? name(found[0]) : name };
  }
  return null;
}

interface Row {
  readonly pattern: RegExp;
  readonly type: DeviceType;
  readonly os: string | null;
  readonly name: string | null | ((found: string) => string | null);
  readonly tellsBrowser?: boolean;
}

const asFound = (found: string): string => found;

// The first that fits is taken: an Xbox says that it is Windows, a Fire TV that it is Android.
const appliances: readonly Row[] = [
  { pattern: /Xbox (?:Series [XS]|One)/u, type: 'tv', os: 'Xbox', name: asFound, tellsBrowser: true },
  { pattern: /; Xbox[;)]/u, type: 'tv', os: 'Xbox', name: 'Xbox', tellsBrowser: true },
  { pattern: /PlayStation (?:Vita|Portable)/iu, type: 'mobile', os: 'PlayStation', name: asFound },
  { pattern: /PlayStation \d/iu, type: 'tv', os: 'PlayStation', name: (found) => `PlayStation ${found.slice(-1)}` },
  { pattern: /Nintendo (?:3DS|DSi)/u, type: 'mobile', os: 'Nintendo', name: asFound },
  { pattern: /Nintendo (?:Switch 2|Switch|WiiU|Wii)/u, type: 'tv', os: 'Nintendo', name: asFound },
  { pattern: /Apple ?TV|\btvOS\b/u, type: 'tv', os: 'tvOS', name: 'Apple TV' },
  { pattern: /Apple ?Watch|\bwatchOS\b|\bWatch OS\b/u, type: 'watch', os: 'watchOS', name: 'Apple Watch' },
  { pattern: /\bRoku\b/u, type: 'tv', os: 'Roku OS', name: 'Roku' },
  { pattern: /\bAFT[A-Z0-9]{1,8}\b|\bFire TV\b/u, type: 'tv', os: 'Fire OS', name: 'Fire TV', tellsBrowser: true },
  { pattern: /\bKF[A-Z]{2,6}\b/u, type: 'tablet', os: 'Fire OS', name: 'Fire tablet', tellsBrowser: true },
  { pattern: /\bCrKey\//u, type: 'tv', os: null, name: 'Chromecast' },
  { pattern: /Tizen.{1,80}\bSM-R\d{3}/u, type: 'watch', os: 'Tizen', name: 'Galaxy Watch', tellsBrowser: true },
  { pattern: /\bSM-[RL]\d{3}/u, type: 'watch', os: 'Wear OS', name: 'Galaxy Watch', tellsBrowser: true },
  { pattern: /Pixel Watch(?: \d)?/u, type: 'watch', os: 'Wear OS', name: asFound, tellsBrowser: true },
  { pattern: /\bWear ?OS\b/u, type: 'watch', os: 'Wear OS', name: null, tellsBrowser: true },
  { pattern: /SMART-TV|Tizen.{1,200}\bTV\b/u, type: 'tv', os: 'Tizen', name: 'Samsung TV' },
  { pattern: /\bWeb0S\b|webOS[. ]TV|\bNetCast\b/u, type: 'tv', os: 'webOS', name: 'LG TV' },
  { pattern: /\bVIDAA\b/u, type: 'tv', os: 'VIDAA', name: 'Hisense TV' },
  {
    pattern: /Android.{1,200}(?:Android ?TV|Google ?TV|BRAVIA|\bMi ?(?:TV|BOX)|\bADT-\d|Chromecast|\bSmart_?TV\b)|\bAndroid ?TV\b/iu,
    type: 'tv',
    os: 'Android TV',
    name: null,
    tellsBrowser: true,
  },
  { pattern: /\bHbbTV\/|\bSmart-?TV\b/iu, type: 'tv', os: null, name: 'TV' },
  { pattern: /Quest(?: Pro| \d[A-Z]?)?(?=.{0,80}OculusBrowser)/u, type: 'unknown', os: 'Horizon OS', name: (found) => `Meta ${found}`, tellsBrowser: true },
  { pattern: /\bOculusBrowser\//u, type: 'unknown', os: 'Horizon OS', name: 'Meta Quest', tellsBrowser: true },
  { pattern: /\bKindle\//u, type: 'tablet', os: null, name: 'Kindle' },
  { pattern: /\bTesla\//u, type: 'unknown', os: null, name: 'Tesla' },
];
