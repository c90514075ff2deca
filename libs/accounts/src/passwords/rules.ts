import { commonPasswords } from './common-passwords.js';

/**
 * Why this cannot be a password, in words for its field, or undefined where it can. Length counts in code points; nothing is
 * trimmed, folded or asked to be composed of anything (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.1, 6.2.4, 6.2.5).
 */
export const objection = (password: string, minLength: number): string | undefined => {
  const length = [...password].length;
  if (length < minLength) return `must have at least ${minLength} characters`;
  if (password.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  // Half a character has no bytes of its own: two such passwords would be hashed alike.
  if (/\p{Surrogate}/u.test(password)) return 'must be well-formed text';
  if (commonPasswords.has(password.toLowerCase())) return 'is one of the most used passwords: choose another';
  return undefined;
};

/** As in the schema of a password: UTF-16 units. */
const MAX_LENGTH = 1024;
