import type { Device, DeviceClaim, DeviceType } from '@curfew/contracts';
import Bowser from 'bowser';

import type { Origin } from '../origin.js';

const longestUserAgent = 512;

/** Says what a session is opened from: what the client claims, else its client hints, else its User-Agent. Never throws. */
export function describeDevice({ userAgent, hints }: Pick<Origin, 'userAgent' | 'hints'>, claim: DeviceClaim = {}): Device {
  const parsed = parse(userAgent ?? '');
  const os = osOf(parsed.os, hints);
  const browser = parsed.browser;
  const type = claim.type ?? typeOf(parsed, hints);
  return { id: null, type, name: nameOf(browser, os, type), label: claim.label ?? null, os, browser };
}

interface Parsed {
  readonly os: string | null;
  readonly browser: string | null;
  readonly platform: string | null;
}

function parse(userAgent: string): Parsed {
  const bounded = userAgent.slice(0, longestUserAgent).trim();
  if (bounded === '') return { os: null, browser: null, platform: null };
  const { os, browser, platform } = Bowser.parse(bounded);
  return { os: os.name ?? null, browser: browser.name ?? null, platform: platform.type ?? null };
}

function osOf(parsed: string | null, hints: Origin['hints']): string | null {
  return unquoted(hints['sec-ch-ua-platform']) ?? parsed;
}

function typeOf({ platform }: Parsed, hints: Origin['hints']): DeviceType {
  if (hints['sec-ch-ua-mobile'] === '?1') return 'mobile';
  if (platform === 'desktop' || platform === 'tablet' || platform === 'mobile' || platform === 'tv' || platform === 'bot') return platform;
  return 'unknown';
}

function nameOf(browser: string | null, os: string | null, type: DeviceType): string {
  const parts = [browser, os].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' on ') : type === 'unknown' ? 'Unknown device' : type;
}

const unquoted = (hint: string | undefined): string | null => {
  const text = hint?.replaceAll('"', '').trim().slice(0, 64);
  return text === undefined || text === '' || text === 'Unknown' ? null : text;
};
