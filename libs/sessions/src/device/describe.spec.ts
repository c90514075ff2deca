import { readFileSync } from 'node:fs';

import type { Device, DeviceClaim } from '@curfew/contracts';

import { describeDevice } from './describe.js';

type Row = Pick<Device, 'type' | 'os' | 'browser' | 'name'> & {
  readonly what: string;
  readonly userAgent: string | null;
  readonly hints?: Record<string, string>;
  readonly claim?: DeviceClaim;
};

const rows = JSON.parse(readFileSync(new URL('./user-agents.json', import.meta.url), 'utf8')) as readonly Row[];

const described = (userAgent: string | null, hints: Record<string, string> = {}, claim?: DeviceClaim) => describeDevice({ userAgent, hints }, claim);

describe('what a session is opened from', () => {
  it.each(rows)('$what: $name', ({ userAgent, hints, claim, type, os, browser, name }) => {
    expect(described(userAgent, hints, claim)).toEqual({ id: null, label: claim?.label ?? null, type, os, browser, name });
  });

  it('says the same the second time, from memory', () => {
    for (const { userAgent, hints, claim } of rows) expect(described(userAgent, hints, claim)).toEqual(described(userAgent, hints, claim));
  });

  it('takes the label as it is claimed', () => {
    expect(described(null, {}, { label: 'Kitchen iPad' })).toMatchObject({ label: 'Kitchen iPad', name: 'Unknown device' });
  });

  it('lets the client say that a desktop is a laptop, and changes nothing else', () => {
    const { type: _, ...rest } = described('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0');
    expect(described('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0', {}, { type: 'laptop' })).toEqual({ ...rest, type: 'laptop' });
  });
});

const times = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

const hostile: readonly (readonly [string, string])[] = [
  ['64 kB of one letter', times('a', 65_536)],
  ['64 kB of spaces', times(' ', 65_536)],
  ['64 kB of Mozillas', times('Mozilla/5.0 (', 65_536)],
  ['open brackets', `Mozilla/5.0 ${times('(', 500)}`],
  ['digits and dots', `Mozilla/5.0 Version/${times('1.', 480)}`],
  ['Windows without end', times('Windows NT ', 512)],
  ['Androids without end', `Mozilla/5.0 (Linux; ${times('Android 1; ', 480)}`],
  ['Macs without end', `Mozilla/5.0 ${times('(Macintosh; ', 500)}`],
  ['Tizens without end', times('Tizen ', 512)],
  ['Electron with many products', `Mozilla/5.0 Electron/1 ${times('a-', 480)}`],
  ['dashes that may end in a bot', times('a-b_', 512)],
  ['a package name without end', `${times('com.', 500)}/1`],
  ['versions of Opera', `Opera/9.80 ${times('Version/1.1_', 480)}`],
  ['versions of Edge', `Mozilla/5.0 ${times(' edg/1', 500)}`],
  ['slashes', times('a/1 ', 512)],
];

describe('a hostile client', () => {
  it.each(hostile)('costs less than a millisecond: %s', (_, userAgent) => {
    const costs: number[] = [];
    for (let round = 0; round < 60; round++) {
      const fresh = `${userAgent.slice(0, 506)}${round}${userAgent.slice(506)}`;
      const started = performance.now();
      described(fresh);
      costs.push(performance.now() - started);
    }
    // The median: what else runs on this machine is not its fault.
    expect(costs.toSorted((a, b) => a - b)[30]).toBeLessThan(1);
  });

  it.each(['"', '\\', '"\\"', '"a";v="', '("', ';v='])('costs less than a millisecond by hints full of %s', (piece) => {
    const costs: number[] = [];
    for (let round = 0; round < 60; round++) {
      const hints = Object.fromEntries(['', '-full-version-list', '-platform', '-model', '-form-factors'].map((name) => [`sec-ch-ua${name}`, `${round}${times(piece, 65_536)}`]));
      const started = performance.now();
      described(null, hints);
      costs.push(performance.now() - started);
    }
    expect(costs.toSorted((a, b) => a - b)[30]).toBeLessThan(1);
  });

  it.each([
    ['control characters', 'My\u0000App\u001b[31m/1.0 (iPhone; iOS 17.5)'],
    ['bidirectional overrides', 'My\u202eppA/1.0 (iPhone; iOS 17.5)'],
    ['line breaks', 'MyApp/1.0\r\nSet-Cookie: a=b (iPhone; iOS 17.5)'],
    ['a name without end', `${times('MyApp', 400)}/1.0 (iPhone; iOS 17.5)`],
    ['half a character', `${'a'.repeat(511)}\u{1f600}`],
  ])('gets a name in plain text, of at most 64 characters: %s', (_, userAgent) => {
    for (const { name, browser, os } of [described(userAgent), described(null, hinted(userAgent))]) {
      expect(name.length).toBeLessThanOrEqual(64);
      expect(`${name}${browser}${os}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });
});

const hinted = (text: string): Record<string, string> => ({ 'sec-ch-ua': `"${text}";v="1"`, 'sec-ch-ua-platform': `"${text}"`, 'sec-ch-ua-model': `"Pixel ${text}"` });
