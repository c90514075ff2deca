import { createHash, randomBytes } from 'node:crypto';

import { CurfewError, type ApiKey, type ApiKeyRequest, type Event, type IssuedApiKey, type Page } from '@curfew/contracts';
import { admitApiKeys, appendEvent, insertApiKey, joined, listApiKeys, revokeApiKey, touchApiKeys, type AdmittedKey, type Cursors, type Database, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Act } from '../act.js';

/** Where it is told that something could not be written; pino fits. */
interface KeyLog {
  warn(fields: object, message: string): void;
}

const usedEveryMs = 5_000;

/** The keys by which services sign themselves in. What admits them is read from the primary each time, so a key that is revoked is at once no key anywhere. */
export class ApiKeys {
  private readonly find: (secretHash: string) => Promise<AdmittedKey | undefined>;
  private readonly used = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly log: KeyLog,
  ) {
    this.find = joined(async (hashes) => new Map((await admitApiKeys(database.urgent, hashes)).map((key) => [key.secretHash, key])));
  }

  /** The key of a secret; undefined for one that is unknown, revoked or past its time. */
  async admit(secret: string): Promise<AdmittedKey | undefined> {
    if (!SECRET.test(secret)) return undefined;
    const key = await this.find(hashOf(secret).toString('base64url'));
    if (key !== undefined) this.used.set(key.id, performance.now());
    return key;
  }

  /** Writes when keys were last used, every few seconds: never a statement for a request. */
  start(): void {
    this.timer = setInterval(() => void this.flush(), usedEveryMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  /** The keys that are not revoked, the newest first. */
  async list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ApiKey>> {
    const after = cursor === undefined ? undefined : this.cursors.decode('api keys', cursor);
    const rows = await listApiKeys(this.database, { limit: limit + 1, after });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last !== undefined ? this.cursors.encode('api keys', [last.createdAt, last.id]) : null };
  }

  private async flush(): Promise<void> {
    const now = performance.now();
    const batch = [...this.used].map(([id, at]) => ({ id, agoMs: now - at }));
    this.used.clear();
    if (batch.length === 0) return;
    // When keys were used last is worth no second try.
    await touchApiKeys(this.database, batch).catch((error: unknown) => this.log.warn({ err: error }, 'it could not be written when API keys were last used'));
  }
}

/** Makes a key, within a transaction: its secret is nowhere else. @throws CurfewError `invalid-request` where it would be past its time already */
export const issueApiKey = async (sql: Sql, { name, scopes, expiresAt }: ApiKeyRequest, { act, now }: Issuing): Promise<IssuedApiKey & { readonly event: Event }> => {
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) throw new CurfewError('invalid-request', { errors: [{ path: 'expiresAt', message: 'must lie ahead' }] });
  const prefix = `curfew_${randomBytes(4).toString('hex')}`;
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  const kept = { id: uuidV7(), name, prefix, secretHash: hashOf(secret), scopes, createdBy: act.actor.id ?? '', expiresAt: expiresAt ?? null };
  const apiKey = await insertApiKey(sql, kept);
  return { apiKey, secret, event: await appendEvent(sql, { type: 'api-key-created', userId: null, reason: said(apiKey), ...act }) };
};

interface Issuing {
  /** An administrator's. */
  readonly act: Act;
  readonly now: number;
}

/** Revokes a key within a transaction, for good. @throws CurfewError `not-found`, the second time too */
export const endApiKey = async (sql: Sql, id: string, act: Act): Promise<Event> => {
  const apiKey = await revokeApiKey(sql, id);
  if (apiKey === undefined) throw new CurfewError('not-found');
  return appendEvent(sql, { type: 'api-key-revoked', userId: null, reason: said(apiKey), ...act });
};

const SECRET = /^curfew_[0-9a-f]{8}_[\w-]{43}$/u;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const said = ({ name, prefix }: ApiKey): string => `${name} (${prefix})`;
