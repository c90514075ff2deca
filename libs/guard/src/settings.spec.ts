import { settingsOf } from './settings.js';

const options = { url: 'https://accounts.example.com/curfew', apiKey: 'curfew_a_b' };

it('takes an address with a path, and what is not told is as documented', () => {
  const { url, ...rest } = settingsOf(options);
  expect(url.href).toBe('https://accounts.example.com/curfew/');
  expect(rest).toEqual({ apiKey: 'curfew_a_b', leaseMs: null, allowWhenStale: false, capacity: 1_000_000, audience: 'curfew', issuer: null, label: null, reportActivity: true });
});

it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'https://example.com'])('takes %s', (url) => {
  expect(() => settingsOf({ ...options, url })).not.toThrow();
});

it.each([
  ['url', { url: 'http://accounts.example.com' }],
  ['url', { url: 'ftp://example.com' }],
  ['url', { url: 'nowhere' }],
  ['apiKey', { apiKey: '' }],
  ['apiKey', { apiKey: 'two words' }],
  ['leaseMs', { leaseMs: 0 }],
  ['capacity', { capacity: 1.5 }],
  ['onStale', { onStale: JSON.parse('"perhaps"') }],
])('names the option %s that cannot be', (name, wrong) => {
  expect(() => settingsOf({ ...options, ...wrong })).toThrow(new RegExp(`^${name} `));
});

it('sends an API key in the clear only to whom it is told to', () => {
  expect(() => settingsOf({ ...options, url: 'http://curfew-api:3000', insecure: true })).not.toThrow();
});
