import { accessTokenClaims } from '@curfew/contracts';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { CurfewApi } from './curfew-api.js';
import { Recent } from './recent.js';
import type { Settings } from './settings.js';
import type { Shape } from './token.js';

/** Whose session an access token is of; that it is genuine says nothing of whether the session is still live. */
export type Claimed = { readonly sessionId: string; readonly userId: string };

type Verified = Claimed & { readonly expiresAt: number; readonly untilMs: number };
type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** For so long the same bytes are not verified again, and keys are not fetched again: a key that was withdrawn is out after twice that. */
const FRESH_MS = 60_000;
const KEPT = 100_000;
/** After keys were replaced there may be none for so long, until an api has made one; it is asked again so soon. */
const NONE_MS = 10_000;
const AGAIN_MS = 250;
/** How far the clocks of two machines may differ. */
const TOLERANCE_S = 5;

/** Verifies access tokens (RFC 9068) here: EdDSA alone, by the keys of the Curfew that the guard was given, whatever a token says of others. */
export class AccessTokens {
  readonly #verified = new Recent<Verified>(KEPT);
  #keys: KeySet;
  #keysAt = 0;
  /** The keys were replaced: those that are known are not to be used before they were fetched again. */
  #replacedAt: number | null = null;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #issuer: Promise<string> | null = null;

  constructor(
    private readonly settings: Pick<Settings, 'audience' | 'issuer'>,
    private readonly api: Pick<CurfewApi, 'issuer' | 'keySet'>,
    private readonly timeoutMs: number,
  ) {
    this.#keys = this.#keysToFetch();
  }

  /** Somebody else may have a key: nothing that was verified holds, and nothing is verified before the keys of now are there. */
  replaced(): void {
    this.#verified.clear();
    // A fetch that is under way may bring those of before: its set is left behind.
    this.#replacedAt = performance.now();
    this.#keys = this.#keysToFetch();
    this.#fetchedAt = Number.NEGATIVE_INFINITY;
  }

  /** What is remembered of a token that was verified a moment ago. */
  recall(key: string, now: number): Claimed | undefined {
    const known = this.#verified.get(key);
    return known !== undefined && now < known.untilMs && now < known.expiresAt ? known : undefined;
  }

  /** `unknown`: no access token of this Curfew for this audience, or one that is over. `stale`: its keys cannot be had now. */
  async verify({ text, key }: Shape): Promise<Claimed | 'unknown' | 'stale'> {
    try {
      const issuer = await this.#whoIssues();
      await this.#fetchReplaced();
      this.#renewKeys();
      const keys = this.#keys;
      const { payload } = await jwtVerify(text, keys, {
        issuer,
        audience: this.settings.audience,
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'sub', 'sid'],
        clockTolerance: TOLERANCE_S,
      });
      return keys === this.#keys ? this.#keep(key, payload) : 'stale';
    } catch (error) {
      return isOutage(error) ? 'stale' : 'unknown';
    }
  }

  #keep(key: string, payload: JWTPayload): Claimed | 'unknown' {
    const { success, data } = accessTokenClaims.safeParse(payload);
    if (!success) return 'unknown';
    const now = Date.now();
    const known = { sessionId: data.sid, userId: data.sub, expiresAt: (data.exp + TOLERANCE_S) * 1_000, untilMs: now + FRESH_MS };
    this.#verified.set(key, known);
    return known;
  }

  /** What this Curfew says of itself, asked once. */
  #whoIssues(): Promise<string> {
    const { issuer } = this.settings;
    if (issuer !== null) return Promise.resolve(issuer);
    this.#issuer ??= this.api.issuer(this.timeoutMs).catch((error: unknown) => {
      this.#issuer = null;
      throw new Outage(error);
    });
    return this.#issuer;
  }

  #keysToFetch(): KeySet {
    // Fetched again below, beside the requests, so that an api that restarts makes nobody wait.
    // Nor should a cache on the way answer with those of before.
    const headers = this.#replacedAt === null ? {} : { 'cache-control': 'no-cache' };
    return createRemoteJWKSet(this.api.keySet, { headers, timeoutDuration: Math.ceil(this.timeoutMs), cooldownDuration: FRESH_MS / 2, cacheMaxAge: Number.POSITIVE_INFINITY });
  }

  /** For a moment there may be none: then it cannot be known yet. */
  async #fetchReplaced(): Promise<void> {
    const now = performance.now();
    if (this.#replacedAt === null) return;
    const keys = this.#keys;
    const mayBeNone = now - this.#replacedAt > NONE_MS;
    if (now - this.#fetchedAt < AGAIN_MS) throw new Outage('no keys');
    await keys.reload();
    if (keys !== this.#keys) throw new Outage('replaced again');
    this.#fetchedAt = now;
    if ((keys.jwks()?.keys.length ?? 0) === 0 && !mayBeNone) throw new Outage('no keys');
    this.#replacedAt = null;
    this.#keysAt = now;
  }

  #renewKeys(): void {
    const now = performance.now();
    if (this.#keys.jwks() === undefined) this.#keysAt = now;
    if (now - this.#keysAt < FRESH_MS) return;
    this.#keysAt = now;
    // Those that are known serve on when it fails: the next minute tries again.
    this.#keys.reload().catch(() => undefined);
  }
}

class Outage extends Error {
  constructor(cause: unknown) {
    super('Curfew does not answer', { cause });
  }
}

/** Of jose's errors, those of fetching keys are plain or say that they are late; the others are about the token. */
function isOutage(error: unknown): boolean {
  if (error instanceof Outage || error instanceof errors.JWKSTimeout) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
