import Bowser from 'bowser';

import { plainText } from './plain-text.js';

/** What speaks: a browser, or an app. An app that does not say which is called "App". */
export interface Speaker {
  readonly browser: string | null;
  readonly isApp: boolean;
}

/** Whether a User-Agent is written as browsers write it; others are apps', or nobody's. */
export const isBrowserLike = (userAgent: string): boolean => /^(?:Mozilla|Opera)\//u.test(userAgent);

/** Names the browser or app: an app's own token first, as it hides behind its engine's hints; then the hinted brand, then the parser. */
export function speakerOf(userAgent: string, brand: string | null): Speaker {
  const app = apps.find(([pattern]) => pattern.test(userAgent));
  if (app !== undefined) return { browser: app[1], isApp: true };
  if (/\bElectron\//u.test(userAgent)) return { browser: electronApp(userAgent), isApp: true };
  if (isWebView(userAgent, brand)) return { browser: null, isApp: true };
  // An automated browser may play another one: then its User-Agent says which.
  if (brand !== null && brand !== 'HeadlessChrome') return { browser: called(brand), isApp: false };
  if (!isBrowserLike(userAgent)) return nativeApp(userAgent);
  const browser = browsers.find(([pattern]) => pattern.test(userAgent));
  return { browser: browser === undefined ? parsed(userAgent) : browser[1], isApp: false };
}

type Tokens = readonly (readonly [RegExp, string])[];

const apps: Tokens = [
  [/\bSlack(?:_SSB)?\//u, 'Slack'],
  [/\bCode(?:-Insiders| - Insiders)?\/[\d.]+.{0,80}Electron\//u, 'VS Code'],
  [/\bdiscord\/[\d.]+.{0,80}Electron\//iu, 'Discord'],
  [/\bTeams(?:Mobile-\w{2,7})?\/[\d.]+/u, 'Microsoft Teams'],
  [/\bInstagram \d/u, 'Instagram'],
  [/\[FBAN\/Messenger/u, 'Messenger'],
  [/\[FBAN\/|\bFB_IAB\//u, 'Facebook'],
  [/\bMicroMessenger\//u, 'WeChat'],
  [/\bLine\/\d/u, 'LINE'],
  [/\bLinkedInApp\b/u, 'LinkedIn'],
  [/\bTwitter for \w|\bTwitterAndroid\b/u, 'X'],
  [/\bSnapchat\//u, 'Snapchat'],
  [/\[Pinterest\/|\bPinterest for \w/u, 'Pinterest'],
  [/\b(?:musical_ly|BytedanceWebview|trill)[_/]/u, 'TikTok'],
  [/\bGSA\/\d/u, 'Google app'],
];

// What the parser does not know, or takes for another.
const browsers: Tokens = [
  [/\bHeadlessChrome\//u, 'Headless Chrome'],
  [/\bBrave\//u, 'Brave'],
  [/\b(?:DuckDuckGo|Ddg)\//u, 'DuckDuckGo'],
  [/\bHuaweiBrowser\//u, 'Huawei Browser'],
  [/\bOpera Mini\//u, 'Opera Mini'],
  [/\bOculusBrowser\//u, 'Meta Quest Browser'],
  [/\bEd(?:g|ge|gA|giOS)\//u, 'Edge'],
];

const calledBy: ReadonlyMap<string, string> = new Map([
  ['Google Chrome', 'Chrome'],
  ['Microsoft Edge', 'Edge'],
  ['Samsung Internet for Android', 'Samsung Internet'],
  ['YaBrowser', 'Yandex Browser'],
  ['NAVER Whale Browser', 'Whale'],
  ['Amazon Silk', 'Silk'],
  ['Epiphany', 'GNOME Web'],
  ['Focus', 'Firefox Focus'],
  ['Opera Touch', 'Opera'],
  ['Miui', 'Mi Browser'],
  ['OculusBrowser', 'Meta Quest Browser'],
]);

const called = (name: string): string => calledBy.get(name) ?? name;

// The parser makes a name of anything: only those that it knows are browsers.
const known = new Set([...Object.values(Bowser.BROWSER_MAP), ...calledBy.keys()]);

function parsed(userAgent: string): string | null {
  const { name } = Bowser.parse(userAgent).browser;
  return name === undefined || !known.has(name) || name === 'Electron' ? null : called(name);
}

function isWebView(userAgent: string, brand: string | null): boolean {
  if (brand === 'Android WebView' || brand === 'Microsoft Edge WebView2' || /; wv\)/u.test(userAgent)) return true;
  return /^Mozilla\/5\.0 \((?:iPhone|iPad|iPod|Macintosh).{1,200}\bMobile\//u.test(userAgent) && !userAgent.includes('Safari/');
}

// Of the products that it is made from, the first that is no part of the engine is the app itself.
function electronApp(userAgent: string): string | null {
  const products = userAgent.replaceAll(/\([^)]*\)/gu, '').matchAll(/([\w.-]{2,40})\/\d/gu);
  for (const [, product = ''] of products) if (!/^(?:Mozilla|AppleWebKit|Chrome|Electron|Safari)$/u.test(product)) return plainText(product, 40);
  return null;
}

// Players and machines that speak for an app without naming it.
const nameless = /^(?:Dalvik|AppleCoreMedia|AppleTV[\d,]*|Roku|atc|ExoPlayerLib|CFNetwork)$/u;

function nativeApp(userAgent: string): Speaker {
  const product = /^([\w.%+& -]{1,40}?)\/v?\d/u.exec(userAgent)?.[1];
  if (product === undefined) return { browser: null, isApp: false };
  if (nameless.test(product)) return { browser: null, isApp: true };
  const name = plainText(product.replaceAll('%20', ' '), 40);
  // `com.example.my-app` is called by its last part.
  const last = name !== null && /^[a-z]\w*(?:\.[\w-]+){2,}$/u.test(name) ? name.slice(name.lastIndexOf('.') + 1) : undefined;
  return { browser: last === undefined ? name : last.charAt(0).toUpperCase() + last.slice(1), isApp: true };
}
