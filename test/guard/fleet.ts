import { createGuard, type Guard, type GuardOptions } from '@curfew/guard';
import { atEnd } from '../support/at-end.js';
import type { Person } from '../support/people.js';

/** A guard with a key of its own, closed at the end of the file. */
export function guardOf(url: string, apiKey: string, options: Partial<GuardOptions> = {}): Guard {
  const guard = createGuard({ url, apiKey, ...options });
  atEnd(() => guard.close());
  return guard;
}

/** An API key of this Curfew that may do what a guard does. */
export async function guardKey({ device }: Person, scopes: readonly string[] = ['feed', 'introspect']): Promise<string> {
  const { secret } = await device.call<{ readonly secret: string }>('POST /v1/admin/api-keys', { name: `guard ${scopes.join(' ')}`, scopes });
  return secret;
}

/** What a guard says of a token: `live`, or why not. */
export async function says(guard: Guard, token: unknown): Promise<string> {
  const checked = await guard.check(token);
  return checked.active ? 'live' : checked.reason;
}

