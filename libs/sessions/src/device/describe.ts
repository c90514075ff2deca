import type { Device, DeviceClaim, DeviceType } from '@curfew/contracts';

import type { Origin } from '../origin.js';
import { Recent } from '../recent.js';
import { applianceOf, type Appliance } from './appliances.js';
import { isBrowserLike, speakerOf, type Speaker } from './browsers.js';
import { hintNames, longestHint, readHints, type Hinted } from './hints.js';
import { isFoldable, isTablet, modelIn, modelName } from './models.js';
import { plainText } from './plain-text.js';
import { programOf } from './programs.js';
import { isDesktopSystem, systemOf } from './systems.js';

/** How much of a User-Agent is looked at, and stored. */
export const longestUserAgent = 512;

/**
 * Says what a session is opened from: what the client claims, else its client hints, else its User-Agent. What is not known is left
 * out. `os` and `browser` are without versions, so that an update is no change. Never throws; a hostile one costs less than 1 ms.
 */
export function describeDevice({ userAgent, hints }: Pick<Origin, 'userAgent' | 'hints'>, claim: DeviceClaim = {}): Device {
  const bounded = userAgent?.slice(0, longestUserAgent).trim() ?? '';
  const key = [bounded, ...hintNames.map((name) => hints[name]?.slice(0, longestHint))].join('\n');
  const portrait = known.get(key) ?? draw(bounded, readHints(hints));
  known.set(key, portrait);
  return { id: null, label: claim.label ?? null, ...claimed(portrait, claim.type) };
}

type Portrait = Pick<Device, 'type' | 'name' | 'os' | 'browser'>;

const known = new Recent<string, Portrait>(2_000);

function draw(userAgent: string, hinted: Hinted): Portrait {
  const program = programOf(userAgent);
  if (program !== null) return { type: 'bot', os: null, browser: program, name: program };
  const appliance = applianceOf(`${userAgent} ${hinted.model ?? ''}`);
  const speaker = speakerOf(userAgent, hinted.brand);
  const portrait = appliance === null ? drawDevice(userAgent, hinted, speaker) : drawAppliance(appliance, userAgent, speaker);
  return { ...portrait, name: plainText(portrait.name, 64) ?? portrait.name };
}

function drawDevice(userAgent: string, hinted: Hinted, speaker: Speaker): Portrait {
  const os = systemOf(userAgent, hinted.platform);
  const model = hinted.model ?? modelIn(userAgent);
  const type = typeOf({ userAgent, os, model: model ?? '', hinted });
  return { type, os, browser: speaker.browser, name: modelName(model ?? '') ?? nameOf(speaker, systemName(os, userAgent), type) };
}

function drawAppliance({ type, os, name, tellsBrowser }: Appliance, userAgent: string, speaker: Speaker): Portrait {
  const isMeant = tellsBrowser || !isBrowserLike(userAgent) || speaker.browser === 'Samsung Internet';
  const browser = isMeant ? speaker.browser : null;
  return { type, os, browser, name: name ?? nameOf({ ...speaker, browser }, os, type) };
}

interface Evidence {
  readonly userAgent: string;
  readonly os: string | null;
  readonly model: string;
  readonly hinted: Hinted;
}

// A device of several forms is the smallest of them: a foldable is a phone. The draft knows no laptop yet.
const forms: readonly (readonly [string, DeviceType])[] = [['Watch', 'watch'], ['Mobile', 'mobile'], ['Tablet', 'tablet'], ['Desktop', 'desktop'], ['Laptop', 'laptop']];

function typeOf({ userAgent, os, model, hinted }: Evidence): DeviceType {
  const form = forms.find(([form]) => hinted.formFactors.includes(form));
  if (form !== undefined) return form[1];
  if (hinted.mobile === true) return 'mobile';
  if (os === 'Android' || os === 'HarmonyOS') return androidType(userAgent, model, hinted.mobile);
  if (os === 'iOS' || os === 'Windows Phone' || os === 'KaiOS') return 'mobile';
  if (os === 'iPadOS') return 'tablet';
  return os !== null && isDesktopSystem(os) ? 'desktop' : 'unknown';
}

// A browser on an Android tablet is known by what it leaves out: "Mobile". An app says neither.
function androidType(userAgent: string, model: string, mobile: boolean | null): DeviceType {
  if (isFoldable(model) || /\b(?:Mobile|Phone)\b/u.test(userAgent)) return 'mobile';
  if (isTablet(model) || mobile === false) return 'tablet';
  return userAgent.startsWith('Mozilla/') ? 'tablet' : 'mobile';
}

// People say iPhone, and do not say iOS.
const systemName = (os: string | null, userAgent: string): string | null =>
  os !== 'iOS' ? os : /\biPod/u.test(userAgent) ? 'iPod touch' : /\biPhone/u.test(userAgent) ? 'iPhone' : os;

const typeNames: Readonly<Record<DeviceType, string>> = {
  desktop: 'Desktop computer', laptop: 'Laptop', tablet: 'Tablet', mobile: 'Phone', tv: 'TV', watch: 'Watch', bot: 'Bot', unknown: 'Unknown device',
};

function nameOf({ browser, isApp }: Speaker, system: string | null, type: DeviceType): string {
  const parts = [browser ?? (isApp ? 'App' : null), system].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' on ') : typeNames[type];
}

function claimed(portrait: Portrait, type: DeviceType | undefined): Portrait {
  if (type === undefined || type === portrait.type) return portrait;
  const { os, browser } = portrait;
  // There is no Mac of this kind: it is an iPad, or an iPhone, that asks for desktop pages.
  const really = os !== 'macOS' || (browser !== 'Safari' && browser !== null) ? undefined : disguised[type];
  if (really !== undefined) return { type, browser, os: really.os, name: nameOf({ browser, isApp: browser === null }, really.name, type) };
  return { ...portrait, type, name: os === null && browser === null && portrait.name === typeNames[portrait.type] ? typeNames[type] : portrait.name };
}

const disguised: Partial<Record<DeviceType, { readonly os: string; readonly name: string }>> = {
  tablet: { os: 'iPadOS', name: 'iPadOS' },
  mobile: { os: 'iOS', name: 'iPhone' },
};
