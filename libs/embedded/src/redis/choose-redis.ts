/** What this machine offers: absolute paths, undefined for what it has not. */
export interface Offer {
  readonly onPath: string | undefined;
  readonly unpacked: string | undefined;
  readonly aptGet: string | undefined;
  readonly dpkg: string | undefined;
  /** `process.platform`, and the text of /etc/os-release. */
  readonly platform: string;
  readonly osRelease: string;
}

/** Which Redis to take: a program, one to fetch, or none, with the command that installs it. */
export type RedisChoice =
  | { readonly kind: 'program'; readonly file: string }
  | { readonly kind: 'unpacked'; readonly folder: string }
  | { readonly kind: 'fetch'; readonly aptGet: string; readonly dpkg: string }
  | { readonly kind: 'none'; readonly install: string };

/** The installed one first; else one that was fetched before; else the system's own package, where apt can fetch it without root. Pure. */
export function chooseRedis({ onPath, unpacked, aptGet, dpkg, platform, osRelease }: Offer): RedisChoice {
  if (onPath) return { kind: 'program', file: onPath };
  if (unpacked) return { kind: 'unpacked', folder: unpacked };
  if (platform === 'linux' && aptGet && dpkg) return { kind: 'fetch', aptGet, dpkg };
  return { kind: 'none', install: installCommand(platform, osRelease) };
}

/** The one command that installs Redis or Valkey on this system. Pure. */
export function installCommand(platform: string, osRelease: string): string {
  if (platform === 'darwin') return 'brew install redis';
  const id = field(osRelease, 'ID');
  const family = new Set([id, ...field(osRelease, 'ID_LIKE').split(' ')]);
  const major = Number.parseInt(field(osRelease, 'VERSION_ID'), 10);
  const is = (...names: readonly string[]): boolean => names.some((name) => family.has(name));
  if (is('debian', 'ubuntu')) return 'sudo apt-get install -y redis-server';
  if (is('alpine')) return 'sudo apk add redis';
  if (is('arch')) return 'sudo pacman -S valkey';
  // Fedora since 41 and Red Hat since 10 have Valkey instead.
  if (id === 'fedora') return major >= 41 ? 'sudo dnf install -y valkey' : 'sudo dnf install -y redis';
  if (is('rhel', 'centos', 'fedora')) return major >= 10 && id !== 'amzn' ? 'sudo dnf install -y valkey' : 'sudo dnf install -y redis';
  if (is('suse', 'opensuse')) return 'sudo zypper install -y valkey';
  return 'docker run --rm -p 127.0.0.1:6379:6379 redis:8';
}

/** Redis before 7 and Valkey before 8 are not what Curfew is tested on. Undefined when the text names no version. Pure. */
export function isTooOld(version: string): boolean | undefined {
  const match = /(Valkey|Redis) server v=(\d+)\./i.exec(version);
  if (!match?.[1] || !match[2]) return undefined;
  return Number(match[2]) < (/valkey/i.test(match[1]) ? 8 : 7);
}

function field(osRelease: string, name: string): string {
  const line = osRelease.split('\n').find((text) => text.startsWith(`${name}=`));
  return line?.slice(name.length + 1).replaceAll('"', '').trim() ?? '';
}
