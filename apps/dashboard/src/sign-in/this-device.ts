import type { DeviceClaim, DeviceType } from '@curfew/contracts';

/** What a platform may say of itself; all of it optional, as browsers differ. */
export interface Platform {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly mobile?: boolean;
    readonly brands?: readonly { readonly brand: string }[];
    readonly platform?: string;
    readonly getHighEntropyValues?: (hints: string[]) => Promise<{ readonly formFactors?: readonly string[] }>;
  };
  readonly getBattery?: () => Promise<{ readonly charging: boolean; readonly chargingTime: number; readonly dischargingTime: number; readonly level: number }>;
}

const patience = 300;

/**
 * Whether this is a laptop or a desktop, where the platform says so. A User-Agent cannot tell, so without an answer nothing is claimed.
 * Phones and tablets are left to the server, which can tell those.
 */
export const askPlatform = async (platform: Platform): Promise<DeviceClaim> => {
  if (platform.userAgentData?.mobile === true || /Mobi|Android|iPhone|iPad/u.test(platform.userAgent)) return {};
  const type = (await soon(formFactor(platform))) ?? (await soon(byBattery(platform)));
  return type === undefined ? {} : { type };
};

const formFactor = async ({ userAgentData }: Platform): Promise<DeviceType | undefined> => {
  const hints = await userAgentData?.getHighEntropyValues?.(['formFactors']);
  return hints?.formFactors?.includes('Tablet') === true ? 'tablet' : undefined;
};

// A desktop says: charging, full, no time left to either side. Anything else is a battery in use.
const byBattery = async (platform: Platform): Promise<DeviceType | undefined> => {
  const battery = await platform.getBattery?.();
  if (battery === undefined) return undefined;
  const none = battery.charging && battery.level === 1 && battery.chargingTime === 0 && battery.dischargingTime === Number.POSITIVE_INFINITY;
  return none ? undefined : 'laptop';
};

const soon = <T>(answer: Promise<T>): Promise<T | undefined> =>
  Promise.race([answer.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, patience, undefined))]);

/** "Firefox on Ubuntu": how this browser will be listed, as far as it can tell itself; null when it cannot. */
export const ownName = (platform: Platform): string | null => {
  const browser = browserOf(platform);
  const system = systemOf(platform.userAgent);
  if (browser === null) return system;
  return system === null ? browser : `${browser} on ${system}`;
};

const firstOf = (text: string, table: readonly (readonly [RegExp, string])[]): string | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null;

const browserOf = ({ userAgent }: Platform): string | null =>
  firstOf(userAgent, [
    [/Edg(?:A|iOS)?\//u, 'Edge'],
    [/OPR\//u, 'Opera'],
    [/SamsungBrowser\//u, 'Samsung Internet'],
    [/Firefox\/|FxiOS\//u, 'Firefox'],
    [/Chrome\/|CriOS\//u, 'Chrome'],
    [/Safari\//u, 'Safari'],
  ]);

const systemOf = (userAgent: string): string | null =>
  firstOf(userAgent, [
    [/iPhone/u, 'iOS'],
    [/iPad/u, 'iPadOS'],
    [/Android/u, 'Android'],
    [/Windows/u, 'Windows'],
    [/CrOS/u, 'ChromeOS'],
    [/Macintosh/u, 'macOS'],
    [/Ubuntu/u, 'Ubuntu'],
    [/Fedora/u, 'Fedora'],
    [/Linux/u, 'Linux'],
  ]);
