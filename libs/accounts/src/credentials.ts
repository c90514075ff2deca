import { CurfewError } from '@curfew/contracts';
import { findPasswordHash, findUserByEmail, type Sql } from '@curfew/persistence';

import type { Passwords } from './passwords/passwords.js';

/** A right password, and the hash that it was right for. */
export interface Proof {
  readonly kind: 'right';
  readonly userId: string;
  readonly passwordHash: string;
}

/** Not signed in. `userId` is whose address it was, null for nobody's: for the log alone, the answer is the same. */
export interface Refusal {
  readonly kind: 'refused';
  readonly userId: string | null;
  readonly reason: 'wrong-password' | 'user-disabled' | 'unknown-address';
}

/** Checks passwords: before the transaction that relies on it, as that takes long. */
export class Credentials {
  constructor(
    private readonly sql: Sql,
    private readonly passwords: Passwords,
  ) {}

  /** Checks an address and a password. An unknown address and a disabled user cost what a wrong password costs. */
  async check({ email, password }: { readonly email: string; readonly password: string }): Promise<Proof | Refusal> {
    const user = await findUserByEmail(this.sql, email);
    const right = await this.passwords.matches(user?.passwordHash, password);
    if (user === undefined) return { kind: 'refused', userId: null, reason: 'unknown-address' };
    if (user.disabled) return { kind: 'refused', userId: user.id, reason: 'user-disabled' };
    if (!right || user.passwordHash === null) return { kind: 'refused', userId: user.id, reason: 'wrong-password' };
    return { kind: 'right', userId: user.id, passwordHash: user.passwordHash };
  }

  /** Checks someone's own password, and gives the hash that it was right for. @throws CurfewError `wrong-password` */
  async prove({ userId, password }: { readonly userId: string; readonly password: string }): Promise<string> {
    const passwordHash = await findPasswordHash(this.sql, userId);
    const right = await this.passwords.matches(passwordHash, password);
    if (!right || passwordHash === null) throw new CurfewError('wrong-password');
    return passwordHash;
  }
}
