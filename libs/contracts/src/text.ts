import { z } from 'zod';

// Controls, bidirectional overrides, ends of lines and halves of characters: PostgreSQL cannot keep NUL nor half a character, and the others
// forge lines in logs and names in lists.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u;

/** One line of text for people, trimmed, 1 to `max` UTF-16 units, well-formed, without control or bidirectional override characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !unprintable.test(text), 'must not contain control characters');

/** An e-mail address in its canonical (lower-case) form, at most 254 characters (RFC 5321 §4.5.3.1.3). */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** A password as it was typed: nothing is trimmed or folded (ASVS 6.2.8), so it must be well-formed: half a character has no bytes of its own. The least length is a setting, checked where it is hashed. */
export const password = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => !/\p{Surrogate}/u.test(text), 'must be well-formed text');

/** An instant in UTC with milliseconds (RFC 3339). */
export const instant = z.iso.datetime({ precision: 3 });

/** A UUIDv7 (RFC 9562 §5.7). */
export const id = z.uuidv7();

/** A one-time secret: base64url, as it stands in a set-up or invitation link. */
export const secret = z.string().min(1).max(200).regex(/^[\w-]+$/u, 'must be base64url');
