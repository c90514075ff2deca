import { generateKeyPairSync, randomUUID } from 'node:crypto';

import { accessTokenClaims, CurfewError, type AccessToken, type AccessTokenClaims, type Event, type KeySet } from '@curfew/contracts';
import { deleteSigningKeys, insertSigningKey, joined, lockSigningKeys, readSigningKeys, type Database, type SigningKeyRow } from '@curfew/persistence';
import { importPKCS8, jwtVerify, SignJWT, createLocalJWKSet, type CryptoKey } from 'jose';

import type { Log } from '../log.js';
import { signing, upkeep } from './schedule.js';
import { seal, unseal } from './sealing.js';

/** What access tokens are made from. */
export interface AccessTokenOptions {
  /** KEY_ENCRYPTION_KEY; without it none are made here. */
  readonly key: Uint8Array | undefined;
  /** Whom tokens may be for; the first unless asked otherwise. */
  readonly audiences: readonly [string, ...string[]];
  readonly issuer: () => string;
}

/** Whose session a token is to be of, and when that ends (milliseconds since 1970). */
export interface Holder {
  readonly userId: string;
  readonly sessionId: string;
  readonly signedInAt: number;
  readonly expiresAt: number;
}

/** What a genuine access token says; whether its session lives is another question. */
export type CheckedAccessToken = AccessTokenClaims;

const longestSeconds = 300;
const lookEveryMs = 60_000;
const clientId = 'curfew';

/** Signed JWTs (RFC 9068, EdDSA) made from live sessions, and the keys that they are signed with, which change by themselves. */
export class AccessTokens {
  private keys: readonly Key[] = [];
  private readAt = 0;
  private withdrawals = 0;
  private timer: NodeJS.Timeout | undefined;
  // However many ask for the key set, the primary is asked one question at a time.
  private readonly rows = joined(async (names) => {
    const rows = await readSigningKeys(this.database.urgent);
    return new Map(names.map((name) => [name, rows]));
  });

  constructor(
    private readonly database: Database,
    private readonly options: AccessTokenOptions,
    private readonly log: Log,
  ) {}

  get issuer(): string {
    return this.options.issuer();
  }

  get audiences(): readonly string[] {
    return this.options.audiences;
  }

  /** Makes the first key where there is none, and looks after them from then on. */
  async start(): Promise<void> {
    if (this.options.key === undefined) return;
    await this.look(this.options.key);
    this.timer = setInterval(() => this.lookAgain(), lookEveryMs);
    this.timer.unref();
  }

  /** The keys were taken out in an emergency: nothing more is signed with them here, and there is another one in a moment. */
  heard({ type }: Pick<Event, 'type'>): void {
    if (type !== 'signing-keys-replaced') return;
    this.withdrawals += 1;
    this.keys = [];
    this.lookAgain();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A token of at most 5 minutes, never past its session. @throws CurfewError `invalid-request` for an audience that is not allowed, `access-tokens-off` */
  async issue({ userId, sessionId, signedInAt, expiresAt }: Holder, audience: string | undefined, now: number): Promise<AccessToken> {
    if (this.options.key === undefined) throw new CurfewError('access-tokens-off');
    const aud = audience ?? this.options.audiences[0];
    if (!this.options.audiences.includes(aud)) throw new CurfewError('invalid-request', { errors: [{ path: 'audience', message: 'is not allowed here' }] });
    const key = signing(this.keys.map((each) => ({ ...each, signsSinceMs: each.signsSinceMs + performance.now() - this.readAt })));
    if (key?.privateKey === undefined) throw new CurfewError('unavailable');
    const iat = seconds(now);
    const exp = Math.min(iat + longestSeconds, seconds(expiresAt));
    const accessToken = await new SignJWT({ sid: sessionId, client_id: clientId, auth_time: seconds(signedInAt) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id })
      .setIssuer(this.issuer)
      .setSubject(userId)
      .setAudience(aud)
      .setJti(randomUUID())
      .setIssuedAt(iat)
      .setExpirationTime(exp)
      .sign(key.privateKey);
    return { accessToken, tokenType: 'Bearer', expiresIn: exp - iat };
  }

  /** The public keys, from the primary: those that sign, have signed lately, or will sign next. */
  async keySet(): Promise<KeySet> {
    return keySetOf((await this.rows('all')) ?? []);
  }

  /** What an access token of ours says, for any of the audiences; undefined for whatever else it is. */
  async check(token: string): Promise<CheckedAccessToken | undefined> {
    const { keys } = await this.keySet();
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) }), {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer: this.issuer,
        audience: [...this.options.audiences],
        requiredClaims: ['exp', 'iat', 'sub', 'sid'],
      });
      return accessTokenClaims.safeParse(payload).data;
    } catch {
      // Whatever is wrong with it: it is no token of ours.
      return undefined;
    }
  }

  private async look(kek: Uint8Array): Promise<void> {
    await this.database.transaction(async (sql) => {
      await lockSigningKeys(sql);
      const { makeInMs, remove } = upkeep((await readSigningKeys(sql)).map((row) => ({ ...row, readable: unseal(kek, row.sealedPrivateKey, row.id) !== undefined })));
      if (makeInMs !== null) await insertSigningKey(sql, { ...newKey(kek), signsInMs: makeInMs });
      if (remove.length > 0) await deleteSigningKeys(sql, remove);
      if (makeInMs !== null) this.log.info({ signsInMs: makeInMs }, 'a new key for access tokens is made');
    });
    const { withdrawals } = this;
    const rows = await readSigningKeys(this.database);
    const keys = await Promise.all(rows.map((row) => keyOf(kek, row)));
    // Those that were read before may be the ones that were taken out meanwhile: who heard of that looks again.
    if (withdrawals !== this.withdrawals) return;
    this.keys = keys;
    this.readAt = performance.now();
  }

  private lookAgain(): void {
    const { key } = this.options;
    if (key !== undefined) this.look(key).catch((error: unknown) => this.log.warn({ err: error }, 'the signing keys could not be looked after'));
  }
}

interface Key {
  readonly id: string;
  readonly signsSinceMs: number;
  readonly readable: boolean;
  readonly privateKey: CryptoKey | undefined;
}

const keyOf = async (kek: Uint8Array, { id, signsSinceMs, sealedPrivateKey }: SigningKeyRow): Promise<Key> => {
  const pem = unseal(kek, sealedPrivateKey, id);
  return { id, signsSinceMs, readable: pem !== undefined, privateKey: pem === undefined ? undefined : await importPKCS8(pem.toString(), 'EdDSA') };
};

const newKey = (kek: Uint8Array) => {
  const id = randomUUID();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { id, publicKey: publicKey.export({ format: 'jwk' }).x ?? '', sealedPrivateKey: seal(kek, Buffer.from(pem), id) };
};

const keySetOf = (rows: readonly SigningKeyRow[]): KeySet => ({
  keys: rows.map(({ id: kid, publicKey: x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' })),
});

const seconds = (ms: number): number => Math.floor(ms / 1000);
