/** What people call a model ("Pixel 9", "Galaxy S25", "iPhone 16"); null when its code means nothing to them. */
export function modelName(model: string): string | null {
  const code = model.replace(/^(?:SAMSUNG|Google) /iu, '');
  const iphone = iphones.get(code);
  if (iphone !== undefined) return iphone;
  if (code.startsWith('SM-')) return samsungName(code);
  if (code.startsWith('FP')) return /^FP\d$/u.test(code) ? `Fairphone ${code.slice(2)}` : null;
  return speaking.test(code) ? code : null;
}

/** Whether a model opens like a book. Unfolded, its browser says that it is no mobile; its owner still calls it a phone. */
export const isFoldable = (model: string): boolean => /^(?:SAMSUNG )?SM-F\d|\bFold\b/iu.test(model);

/** Whether a model is a tablet, for apps, whose User-Agent says nothing else of it. */
export const isTablet = (model: string): boolean => /^(?:SAMSUNG )?SM-[TXP]\d|\b(?:Tab|Tablet|Pad)\b/iu.test(model);

/** The model in an Android or iPhone app's User-Agent; null when there is none. */
export function modelIn(userAgent: string): string | null {
  const apple = /\biPhone\d{1,2},\d\b/u.exec(userAgent)?.[0];
  if (apple !== undefined) return apple;
  const android = /\bAndroid[ /][\d.]{1,8};? ?(?:\(|[a-z]{2}-[A-Za-z]{2}; )?([^;()]{2,40}?)(?: Build\/|[;)])/u.exec(userAgent)?.[1];
  return android ?? null;
}

// Makers whose models are called what their code says.
const speaking = /^(?:Pixel|Nexus|Galaxy|iPhone|OnePlus|moto|motorola|Nothing|Redmi|POCO|Xiaomi|Mi|HUAWEI|HONOR|Xperia|Nokia|Lenovo Tab|vivo|OPPO|realme|Surface) ?[\w+() .-]{1,30}$/iu;

function samsungName(code: string): string | null {
  for (const [pattern, name] of galaxies) {
    const found = pattern.exec(code);
    if (found !== null) return typeof name === 'string' ? name : name(found[1] ?? '', found[2] ?? '');
  }
  return null;
}

const sizes: ReadonlyMap<string, string> = new Map([['1', ''], ['6', '+'], ['7', ' Edge'], ['8', ' Ultra']]);
const flips: ReadonlyMap<string, string> = new Map([['1', '3'], ['2', '4'], ['3', '5'], ['4', '6'], ['6', '7']]);

// Of a Galaxy S the code's second digit is the year's, the third the size; of an A it begins with the name.
const galaxies: readonly (readonly [RegExp, string | ((one: string, two: string) => string)])[] = [
  [/^SM-S9([0-3])([1678])/u, (year, size) => `Galaxy S${22 + Number(year)}${sizes.get(size) ?? ''}`],
  [/^SM-S7([1-3])1/u, (year) => `Galaxy S${22 + Number(year)} FE`],
  [/^SM-G990/u, 'Galaxy S21 FE'],
  [/^SM-G99([168])/u, (size) => `Galaxy S21${sizes.get(size) ?? ''}`],
  [/^SM-([AM])(\d\d)\d/u, (series, number) => `Galaxy ${series}${number}`],
  [/^SM-F90/u, 'Galaxy Fold'],
  [/^SM-F9(\d)/u, (number) => `Galaxy Z Fold${Number(number) + 1}`],
  [/^SM-F7(\d)/u, (number) => `Galaxy Z Flip${flips.get(number) ?? ''}`],
  [/^SM-[TXP]\d/u, 'Galaxy Tab'],
  [/^SM-N\d/u, 'Galaxy Note'],
  [/^SM-(?:S|G9)\d/u, 'Galaxy S'],
];

const iphones: ReadonlyMap<string, string> = new Map([
  ['iPhone11,2', 'iPhone XS'], ['iPhone11,4', 'iPhone XS Max'], ['iPhone11,6', 'iPhone XS Max'], ['iPhone11,8', 'iPhone XR'],
  ['iPhone12,1', 'iPhone 11'], ['iPhone12,3', 'iPhone 11 Pro'], ['iPhone12,5', 'iPhone 11 Pro Max'], ['iPhone12,8', 'iPhone SE'],
  ['iPhone13,1', 'iPhone 12 mini'], ['iPhone13,2', 'iPhone 12'], ['iPhone13,3', 'iPhone 12 Pro'], ['iPhone13,4', 'iPhone 12 Pro Max'],
  ['iPhone14,4', 'iPhone 13 mini'], ['iPhone14,5', 'iPhone 13'], ['iPhone14,2', 'iPhone 13 Pro'], ['iPhone14,3', 'iPhone 13 Pro Max'],
  ['iPhone14,6', 'iPhone SE'], ['iPhone14,7', 'iPhone 14'], ['iPhone14,8', 'iPhone 14 Plus'],
  ['iPhone15,2', 'iPhone 14 Pro'], ['iPhone15,3', 'iPhone 14 Pro Max'], ['iPhone15,4', 'iPhone 15'], ['iPhone15,5', 'iPhone 15 Plus'],
  ['iPhone16,1', 'iPhone 15 Pro'], ['iPhone16,2', 'iPhone 15 Pro Max'],
  ['iPhone17,1', 'iPhone 16 Pro'], ['iPhone17,2', 'iPhone 16 Pro Max'], ['iPhone17,3', 'iPhone 16'], ['iPhone17,4', 'iPhone 16 Plus'],
  ['iPhone17,5', 'iPhone 16e'], ['iPhone18,1', 'iPhone 17 Pro'], ['iPhone18,2', 'iPhone 17 Pro Max'], ['iPhone18,3', 'iPhone 17'], ['iPhone18,4', 'iPhone Air'],
]);
