/** Ids: null for none, the one itself, a set for more. Of very many holders most have one, and a set weighs more than what is in it. */
export type Several = string | Set<string> | null;

/** May change `held` itself. */
export function withOne(held: Several, id: string): Several {
  if (held === null || held === id) return id;
  return typeof held === 'string' ? new Set([held, id]) : held.add(id);
}

/** May change `held` itself. */
export function withoutOne(held: Several, id: string): Several {
  if (held === null || held === id) return null;
  if (typeof held === 'string') return held;
  held.delete(id);
  return held.size === 0 ? null : held;
}

export const countOf = (held: Several): number => (held instanceof Set ? held.size : Number(held !== null));

export function listOf(held: Several): readonly string[] {
  if (held === null) return [];
  return typeof held === 'string' ? [held] : [...held];
}
