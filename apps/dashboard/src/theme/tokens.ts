/** Every colour of the dashboard as `[light, dark]`. They reach the style sheets as `--cf-<name>`. */
export const tokens = {
  bg: ['#f8f8f6', '#131418'],
  side: ['#f1f1ed', '#0f1013'],
  surface: ['#ffffff', '#1a1b20'],
  sunk: ['#f4f4f1', '#202228'],
  line: ['#e3e2dc', '#2c2e36'],
  ctl: ['#cfcec7', '#41444f'],
  line2: ['#8b8a84', '#747782'],
  ink: ['#1b1c20', '#ededf0'],
  muted: ['#595b64', '#a9abb6'],
  faint: ['#696b74', '#9496a2'],
  accent: ['#3f48b8', '#aab1ff'],
  accentbg: ['#ecedfa', '#262a4a'],
  live: ['#16794a', '#55cb90'],
  livebg: ['#e6f4ec', '#16301f'],
  amber: ['#805000', '#f1be63'],
  amberbg: ['#fff6e2', '#2a2212'],
  amberline: ['#ecd59f', '#57441c'],
  ember: ['#b3360f', '#ff9270'],
  emberline: ['#f0c4b4', '#6b3524'],
  onember: ['#ffffff', '#1d0c05'],
  primary: ['#1b1c20', '#ededf0'],
  onprimary: ['#ffffff', '#15161a'],
  c1: ['#3f48b8', '#aab1ff'],
  c2: ['#d2552b', '#ff9270'],
  skel: ['#ebeae5', '#26282f'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type Token = keyof typeof tokens;
export type Scheme = 'light' | 'dark';

/** What stands on what, and the least contrast it must have there: 4.5 for text, 3 for what must be seen to act (WCAG 2.2, 1.4.3 and 1.4.11). */
export const pairs: readonly { readonly front: Token; readonly on: readonly Token[]; readonly least: number }[] = [
  { front: 'ink', on: ['bg', 'side', 'surface', 'sunk', 'amberbg', 'livebg', 'accentbg'], least: 4.5 },
  { front: 'muted', on: ['bg', 'side', 'surface', 'sunk', 'amberbg'], least: 4.5 },
  { front: 'faint', on: ['bg', 'side', 'surface', 'sunk'], least: 4.5 },
  { front: 'accent', on: ['bg', 'side', 'surface', 'sunk', 'accentbg', 'amberbg'], least: 4.5 },
  { front: 'live', on: ['bg', 'surface', 'sunk', 'livebg'], least: 4.5 },
  { front: 'amber', on: ['bg', 'surface', 'sunk', 'amberbg'], least: 4.5 },
  { front: 'ember', on: ['bg', 'side', 'surface', 'sunk', 'amberbg'], least: 4.5 },
  { front: 'onember', on: ['ember'], least: 4.5 },
  { front: 'onprimary', on: ['primary'], least: 4.5 },
  { front: 'line2', on: ['bg', 'surface', 'sunk'], least: 3 },
  { front: 'c1', on: ['surface'], least: 3 },
  { front: 'c2', on: ['surface'], least: 3 },
];

/** The colours of one scheme as style sheet variables. */
export const variables = (scheme: Scheme): Record<string, string> =>
  Object.fromEntries(Object.entries(tokens).map(([name, [light, dark]]) => [`--cf-${name}`, scheme === 'light' ? light : dark]));
