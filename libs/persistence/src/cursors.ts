import { createHmac, timingSafeEqual } from 'node:crypto';

import { CurfewError } from '@curfew/contracts';

type Key = string | number;

const macBytes = 16;

/** Opaque keyset cursors: where a page ended, sealed for one list, so that a tampered one or one of another list is refused with 400. */
export class Cursors {
  private readonly key: Buffer;

  constructor(realmKey: Buffer) {
    this.key = createHmac('sha256', realmKey).update('curfew cursor').digest();
  }

  encode(list: string, keys: readonly Key[]): string {
    const body = Buffer.from(JSON.stringify(keys));
    return Buffer.concat([this.seal(list, body), body]).toString('base64url');
  }

  /** Throws `invalid-request`, naming the field `cursor`. */
  decode(list: string, cursor: string): readonly Key[] {
    const sealed = Buffer.from(cursor, 'base64url');
    const body = sealed.subarray(macBytes);
    // Not one bit may differ, the unused ones of the last character included.
    const intact = sealed.length > macBytes && sealed.toString('base64url') === cursor && timingSafeEqual(this.seal(list, body), sealed.subarray(0, macBytes));
    if (!intact) throw new CurfewError('invalid-request', { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
    const keys: readonly Key[] = JSON.parse(body.toString());
    return keys;
  }

  private seal(list: string, body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(list).update('\n').update(body).digest().subarray(0, macBytes);
  }
}
