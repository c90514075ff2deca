import type { GuardOptions } from './guard.js';

/** The options of a guard, checked, with what was not told. */
export type Settings = {
  readonly url: URL;
  readonly apiKey: string;
  readonly leaseMs: number | null;
  readonly allowWhenStale: boolean;
  readonly capacity: number;
  readonly audience: string;
  readonly issuer: string | null;
  readonly label: string | null;
  readonly reportActivity: boolean;
};

/** Throws a TypeError that names the option and what it may be. */
export function settingsOf(options: GuardOptions): Settings {
  const told = { ...UNTOLD, ...options };
  const { apiKey, leaseMs, onStale, capacity, audience, issuer, label, reportActivity } = told;
  demand(typeof apiKey === 'string' && /^[\x21-\x7e]+$/u.test(apiKey), 'apiKey must be an API key of Curfew with the scopes feed and introspect');
  demand(leaseMs === null || isCount(leaseMs), 'leaseMs must be a whole number of milliseconds above 0');
  demand(isCount(capacity), 'capacity must be a whole number above 0');
  demand(onStale === 'deny' || onStale === 'allow', "onStale must be 'deny' or 'allow'");
  return { url: addressOf(options), apiKey, leaseMs, allowWhenStale: onStale === 'allow', capacity, audience, issuer, label, reportActivity };
}

const UNTOLD = { leaseMs: null, onStale: 'deny', capacity: 1_000_000, audience: 'curfew', issuer: null, label: null, reportActivity: true } as const;

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new TypeError(otherwise);
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;

/** Ends in a slash, so that what is asked for stands below it. */
function addressOf({ url: text, insecure = false }: GuardOptions): URL {
  const url = orNull(text);
  if (url === null || !/^https?:$/u.test(url.protocol)) throw new TypeError('url must be the address of Curfew: https://…');
  if (url.protocol === 'http:' && !insecure && !isLoopback(url.hostname)) throw new TypeError('url must be https, as the API key travels there: or set insecure, on a network that is yours alone');
  return new URL(url.href.replace(/[?#].*$/u, '').replace(/\/*$/u, '/'));
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(host);

function orNull(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
