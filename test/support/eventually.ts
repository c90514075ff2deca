import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `look` gives something other than undefined, false or null, and gives that. Errors of it count as not yet; after `withinMs` they are thrown. */
export async function eventually<T>(look: () => Promise<T> | T, withinMs = 10_000): Promise<Exclude<T, Not>> {
  const until = performance.now() + withinMs;
  for (;;) {
    const seen = await attempt(look);
    if (isSo(seen.value)) return seen.value as Exclude<T, Not>;
    if (performance.now() > until) throw seen.error ?? new Error(`not so within ${withinMs} ms: ${look.toString()}`);
    await pause(25);
  }
}

type Not = undefined | null | false;

const isSo = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

async function attempt<T>(look: () => Promise<T> | T): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await look() };
  } catch (error) {
    return { error };
  }
}

/** Fails when `promise` is not there within `ms`, saying what was waited for. */
export async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
