import { randomBytes } from 'node:crypto';

/** Secrets that are looked for afterwards wherever they must not be, plain or encoded. */
export class Canaries {
  private readonly known = new Map<string, string>();

  /** A secret that nobody could write by chance, good enough for a password; `what` says how it was used. */
  make(what: string): string {
    return this.add(what, `Canary-${randomBytes(12).toString('hex')}`);
  }

  add(what: string, secret: string): string {
    this.known.set(secret, what);
    return secret;
  }

  /** What is found of them in a text: which one, how it is written, and what stands around it. */
  in(text: string): readonly string[] {
    const folded = text.toLowerCase();
    return [...this.known].flatMap(([secret, what]) =>
      Object.entries(writings(secret)).flatMap(([how, written]) => {
        const at = how === 'as hex' ? folded.indexOf(written) : text.indexOf(written);
        return at < 0 ? [] : [`${what} ${how}: …${text.slice(Math.max(0, at - 80), at + written.length + 20)}…`];
      }),
    );
  }
}

// Base64 of a text that contains the secret holds one of three sequences, by where in it the secret begins.
const writings = (secret: string): Readonly<Record<string, string>> => {
  const bytes = Buffer.from(secret);
  const shifted = (by: number): string => Buffer.concat([Buffer.alloc(by), bytes]).toString('base64').slice(by === 0 ? 0 : by + 1, -4);
  return {
    'as it is': secret,
    'reversed': [...secret].toReversed().join(''),
    'as hex': bytes.toString('hex'),
    'as base64': shifted(0),
    'as base64 from its second byte': shifted(1),
    'as base64 from its third byte': shifted(2),
    // A token is base64url itself: these are its bytes.
    ...(/^[\w-]{22,43}$/u.test(secret) ? { 'as its bytes': Buffer.from(secret, 'base64url').toString('hex') } : {}),
  };
};
