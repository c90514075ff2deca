import { chooseRedis, installCommand, isTooOld, type Offer } from './choose-redis.js';

const debian = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\nVERSION_ID="12"\n';
const nothing: Offer = { onPath: undefined, unpacked: undefined, aptGet: undefined, dpkg: undefined, platform: 'linux', osRelease: debian };
const apt = { aptGet: '/usr/bin/apt-get', dpkg: '/usr/bin/dpkg' };

it.each([
  ['the installed one before all', { onPath: '/usr/bin/redis-server', unpacked: '/dist', ...apt }, { kind: 'program', file: '/usr/bin/redis-server' }],
  ['one that was fetched before', { unpacked: '/dist', ...apt }, { kind: 'unpacked', folder: '/dist' }],
  ['the package of the system, where apt can fetch it', apt, { kind: 'fetch', ...apt }],
  ['none where apt is incomplete', { aptGet: '/usr/bin/apt-get' }, { kind: 'none', install: 'sudo apt-get install -y redis-server' }],
  ['none on macOS without one, even with an apt', { ...apt, platform: 'darwin' }, { kind: 'none', install: 'brew install redis' }],
])('takes %s', (_name, offer, choice) => {
  expect(chooseRedis({ ...nothing, ...offer })).toEqual(choice);
});

it.each([
  ['darwin', '', 'brew install redis'],
  ['linux', debian, 'sudo apt-get install -y redis-server'],
  ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt-get install -y redis-server'],
  ['linux', 'ID=alpine\nVERSION_ID=3.22.1\n', 'sudo apk add redis'],
  ['linux', 'ID=arch\n', 'sudo pacman -S valkey'],
  ['linux', 'ID=manjaro\nID_LIKE=arch\n', 'sudo pacman -S valkey'],
  ['linux', 'ID=fedora\nVERSION_ID=42\n', 'sudo dnf install -y valkey'],
  ['linux', 'ID=fedora\nVERSION_ID=39\n', 'sudo dnf install -y redis'],
  ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.6"\n', 'sudo dnf install -y redis'],
  ['linux', 'ID="rhel"\nID_LIKE="fedora"\nVERSION_ID="10.0"\n', 'sudo dnf install -y valkey'],
  ['linux', 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'sudo zypper install -y valkey'],
  ['linux', '', 'docker run --rm -p 127.0.0.1:6379:6379 redis:8'],
])('names the one command on %s, %j', (platform, osRelease, command) => {
  expect(installCommand(platform, osRelease)).toBe(command);
});

it.each([
  ['Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1', true],
  ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0', false],
  ['Valkey server v=7.2.8 sha=00000000:0', true],
  ['Valkey server v=8.1.3 sha=00000000:0', false],
  ['hello', undefined],
])('tells whether %j is older than what is tested', (version, old) => {
  expect(isTooOld(version)).toBe(old);
});
