/** The operating system, as a person would call it; null when neither the hint nor the User-Agent tells. */
export function systemOf(userAgent: string, platform: string | null): string | null {
  const seen = systems.find(({ pattern }) => pattern.test(userAgent));
  if (platform === null) return seen?.os ?? null;
  const hinted = platforms.get(platform) ?? platform;
  // The hint says Linux for every distribution, and Android for what was made from it.
  return seen?.kindOf === hinted ? seen.os : hinted;
}

/** Systems that run on computers which stand on a desk, or are carried to one. */
export const isDesktopSystem = (os: string): boolean => desktops.has(os) || systems.some((system) => system.os === os && system.kindOf === 'Linux');

const desktops = new Set(['Windows', 'macOS', 'ChromeOS', 'Linux', 'FreeBSD', 'OpenBSD', 'NetBSD']);

const platforms: ReadonlyMap<string, string> = new Map([
  ['Chrome OS', 'ChromeOS'],
  ['Chromium OS', 'ChromeOS'],
  ['Mac OS X', 'macOS'],
]);

interface System {
  readonly pattern: RegExp;
  readonly os: string;
  readonly kindOf?: 'Linux' | 'Android';
}

const linux = (pattern: RegExp, os: string): System => ({ pattern, os, kindOf: 'Linux' });

// The first that fits is taken: Windows Phone says Android and iPhone too, an iPhone "like Mac OS X", Android Linux.
const systems: readonly System[] = [
  { pattern: /Windows Phone/u, os: 'Windows Phone' },
  { pattern: /\bCrOS\b/u, os: 'ChromeOS' },
  { pattern: /\bKAIOS\b/iu, os: 'KaiOS' },
  { pattern: /\b(?:OpenHarmony|HarmonyOS)\b/u, os: 'HarmonyOS', kindOf: 'Android' },
  { pattern: /\biPad/u, os: 'iPadOS' },
  { pattern: /\b(?:iPhone|iPod|iOS\b)/u, os: 'iOS' },
  // An iPad says that it is a Mac, which has none of these.
  { pattern: /Macintosh.{1,200}(?:CriOS|FxiOS|EdgiOS|OPT|Mobile)\//u, os: 'iPadOS' },
  { pattern: /\bAndroid\b/u, os: 'Android' },
  { pattern: /\bWindows\b/u, os: 'Windows' },
  // Apple's own networking names its kernel alone, and on Intel Macs the processor.
  { pattern: /\bCFNetwork\/(?!.{0,200}x86_64)/u, os: 'iOS' },
  { pattern: /Macintosh|Mac ?OS|\bDarwin\b/iu, os: 'macOS' },
  linux(/\bUbuntu\b/u, 'Ubuntu'),
  linux(/\bKubuntu\b/u, 'Kubuntu'),
  linux(/\bFedora\b/u, 'Fedora'),
  linux(/\bDebian\b/u, 'Debian'),
  linux(/\bLinux Mint\b/u, 'Linux Mint'),
  linux(/\bopenSUSE\b/iu, 'openSUSE'),
  linux(/\bSUSE\b/u, 'SUSE'),
  linux(/\bRed Hat\b/u, 'Red Hat'),
  linux(/\bCentOS\b/u, 'CentOS'),
  linux(/\bGentoo\b/u, 'Gentoo'),
  linux(/\bArch Linux\b/u, 'Arch Linux'),
  linux(/\bRaspbian\b/u, 'Raspberry Pi OS'),
  { pattern: /\bFreeBSD\b/u, os: 'FreeBSD' },
  { pattern: /\bOpenBSD\b/u, os: 'OpenBSD' },
  { pattern: /\bNetBSD\b/u, os: 'NetBSD' },
  { pattern: /\bLinux\b|\bX11\b/u, os: 'Linux' },
];
