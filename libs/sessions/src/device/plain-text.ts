// What forges lines in logs and names in lists: control, format and bidirectional characters, lone surrogates, line separators.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** What a stranger sent, as one line of text: nothing unprintable, single spaces, at most `max` UTF-16 units; null when nothing is left. */
export function plainText(text: string, max: number): string | null {
  const bounded = text.slice(0, 4 * max).replaceAll(unprintable, ' ').replaceAll(/\s+/gu, ' ').trim();
  const cut = bounded.slice(0, max).replace(/[\uD800-\uDBFF]$/u, '').trim();
  return cut === '' ? null : cut;
}
