import { archivesToUnpack, downloadArguments, updateArguments } from './apt-commands.js';

const place = { folder: '/a b/apt', user: 'ada' };

it('works in its own folder as its own user, and reads what the system has', () => {
  for (const args of [updateArguments(place), downloadArguments(place)]) {
    expect(args).toEqual(
      expect.arrayContaining(['Dir::State=/a b/apt/state', 'Dir::Cache=/a b/apt/cache', 'Dir::State::lists=/a b/apt/lists', 'APT::Sandbox::User=ada']),
    );
    expect(args).toContain('Dir::State::status=/var/lib/dpkg/status');
  }
});

it('only downloads, and only what is needed', () => {
  expect(downloadArguments(place).slice(-6)).toEqual(['-q', 'install', '--download-only', '--no-install-recommends', '-y', 'redis-server']);
});

it('unpacks all but the C library', () => {
  expect(archivesToUnpack(['redis-tools_7.deb', 'libc6_2.36.deb', 'lock', 'partial', 'libssl3_3.0.deb', 'libc6-dev_2.deb', 'libc-bin_2.36.deb'])).toEqual([
    'libssl3_3.0.deb',
    'redis-tools_7.deb',
  ]);
});
