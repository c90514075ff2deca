/** The cookie's value; `ambiguous` when it came twice with different ones, as when a neighbouring site planted one (RFC 6265bis §8.6). */
export const readCookie = (header: string | undefined, name: string): string | 'ambiguous' | undefined => {
  const values = new Set<string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) values.add(pair.slice(at + 1).trim());
  }
  const [value] = values;
  return values.size > 1 ? 'ambiguous' : value;
};
