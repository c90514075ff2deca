import { CurfewError } from '@curfew/contracts';
import { hash, verify, type Options } from '@node-rs/argon2';

import { createPool } from './pool.js';
import { objection } from './rules.js';

/** Makes and checks password hashes, never more than a few at once. */
export interface Passwords {
  /** Why this cannot be a password here, in words for its field; undefined where it can. */
  objection(password: string): string | undefined;
  /** The argon2id hash of a new password. @throws CurfewError `invalid-request` that names `path` where the rules do not allow it */
  hash(password: string, path?: string): Promise<string>;
  /** Whether it is the password of this hash. No hash (no such user): as long as with one, and false. */
  matches(passwordHash: string | null | undefined, password: string): Promise<boolean>;
}

/** Both methods throw `too-many-requests` while too many wait already. Hashing runs outside the event loop's thread. */
export const createPasswords = ({ minLength, atOnce = 2, waiting = 250 }: PasswordOptions): Passwords => {
  const pool = createPool({ atOnce, waiting });
  return {
    objection: (password) => objection(password, minLength),
    hash: (password, path = 'password') => {
      const message = objection(password, minLength);
      if (message !== undefined) return Promise.reject(new CurfewError('invalid-request', { errors: [{ path, message }] }));
      return pool(() => hash(password, argon2id));
    },
    matches: async (passwordHash, password) => {
      const right = await pool(() => verify(passwordHash ?? DUMMY, password));
      return right && typeof passwordHash === 'string';
    },
  };
};

interface PasswordOptions {
  /** PASSWORD_MIN_LENGTH, in code points. */
  readonly minLength: number;
  /** How many hashes are computed at the same time; Node's pool of threads has room for four of everything. */
  readonly atOnce?: number;
  readonly waiting?: number;
}

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. `2` is argon2id (an ambient const enum of the package).
const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The hash of 32 random bytes that nobody kept, with the parameters above: what unknown accounts are checked against.
const DUMMY = '$argon2id$v=19$m=19456,t=2,p=1$A3SM6q0rMHJmahhoncupVw$jDH9o5vg3NXeFfgbtj+zp7FO4MZ27kfF7s5Le/VL/f4';
