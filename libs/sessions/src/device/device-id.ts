import { createHmac } from 'node:crypto';

/**
 * A device's id within one account: from the browser's device cookie or the app's own id, another one for each user, so that no two
 * accounts can be told to share a device. Null where a client says nothing.
 */
export function deviceIdOf(key: Buffer, userId: string, said: string | undefined): string | null {
  if (said === undefined) return null;
  return createHmac('sha256', key).update('curfew device\n').update(userId).update('\n').update(said).digest().subarray(0, 16).toString('base64url');
}
