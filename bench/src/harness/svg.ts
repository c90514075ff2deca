/** Text in the form that SVG takes. */
export const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One colour a series; each has a contrast of 3 at least with white and with GitHub's black. */
export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? GREY;

/** Text and lines of the frame: read on white and on black. */
export const GREY = '#7d8590';

/** A picture of this size with a title that screen readers say. */
export const picture = ({ width, height, title }: { readonly width: number; readonly height: number; readonly title: string }, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${GREY}">`,
    `<title>${safe(title)}</title>`,
    text(title, { x: 12, y: 20, more: 'font-size="14" font-weight="600"' }),
    ...parts,
    '</svg>\n',
  ].join('\n');

export const line = ([x1, y1, x2, y2]: readonly [number, number, number, number], colour = GREY, more = ''): string =>
  `<line x1="${near(x1)}" y1="${near(y1)}" x2="${near(x2)}" y2="${near(y2)}" stroke="${colour}" ${more}/>`;

export const text = (what: string, { x, y, more = '' }: { readonly x: number; readonly y: number; readonly more?: string }): string => `<text x="${near(x)}" y="${near(y)}" ${more}>${safe(what)}</text>`;

/** Tenths of a pixel are enough, and keep the files small. */
export const near = (value: number): number => Math.round(value * 10) / 10;

const COLOURS = ['#d9480f', '#1c7ed6', '#2b8a3e', '#9c36b5', '#b08800', '#0b8f8f', '#c2255c', '#5f6b7a'];
