import { CurfewError, type Introspection, type KnownQuery, type KnownSessions } from '@curfew/contracts';
import { findExternalIds, joined, loadSessions, type Database, type LiveSession } from '@curfew/persistence';

import type { AccessTokens, CheckedAccessToken } from '../access-tokens/access-tokens.js';
import type { ServerFollower } from '../follow.js';
import { present } from '../present.js';
import type { SessionRules } from '../rules.js';
import type { Sessions } from '../sessions.js';
import { hashToken } from '../token.js';

/** A session as others are told of it. */
interface Told {
  readonly session: LiveSession;
  readonly externalId: string | null;
}

/** What tokens are looked up with; `sessions` is told of those that had been replaced long before. */
export interface IntrospectionsParts {
  readonly database: Database;
  readonly rules: SessionRules;
  readonly accessTokens: AccessTokens;
  readonly sessions: Pick<Sessions, 'reused'>;
  readonly follower: Pick<ServerFollower, 'status' | 'pollNow'>;
}

/** Says of a token, or of many sessions, what the primary knows now. It is no activity. */
export class Introspections {
  private readonly find: (key: string) => Promise<Told | undefined>;

  constructor(private readonly parts: IntrospectionsParts) {
    this.find = joined(async (keys) => {
      const { told, source } = await this.load(keysWith(keys, 'hash:'), keysWith(keys, 'id:'));
      this.demandFollowed(source);
      return new Map(told.flatMap((one) => [[`hash:${one.session.tokenHash}`, one] as const, [`id:${one.session.id}`, one] as const]));
    });
  }

  /** RFC 7662 §2.2. A token that is not live says nothing more. @throws CurfewError `unavailable` where it was not the primary that this process follows which answered */
  async of(token: string): Promise<Introspection> {
    const checked = token.includes('.') ? await this.parts.accessTokens.check(token) : undefined;
    if (checked === undefined && token.includes('.')) return { active: false };
    const told = await this.find(checked === undefined ? `hash:${hashToken(token)}` : `id:${checked.sid}`);
    // A session belongs to one user for ever; one that is past its deadline is not marked yet.
    if (told === undefined || told.session.expiresInMs <= 0 || (checked !== undefined && checked.sub !== told.session.userId)) return { active: false };
    return active(told, { issuer: this.parts.accessTokens.issuer, checked, now: Date.now() });
  }

  /** The session that a token is of, where it may be ended by it; undefined for what is none of ours. */
  async sessionOf(token: string): Promise<string | undefined> {
    const answer = await this.of(token);
    return answer.active ? answer.sid : undefined;
  }

  /** Sessions that are not marked ended, by the hashes of their tokens or by id. @throws CurfewError `invalid-request` for too many */
  async known({ tokenHashes, ids }: KnownQuery): Promise<KnownSessions> {
    if (tokenHashes.length + ids.length === 0) throw new CurfewError('invalid-request', { errors: [{ path: 'ids', message: 'name at least one session' }] });
    const now = Date.now();
    const { told, source } = await this.load(tokenHashes, ids);
    const sessions = told.map(({ session, externalId }) => {
      const { userId: id, email, name, role, view, connections } = session;
      return {
        ...knownOf(session),
        user: { id, email: email === '' ? null : email, name, role, externalId },
        session: present(view, { now, idleAfterMs: this.parts.rules.idleAfterMs, currentId: null, connections }),
      };
    });
    return { sessions, source };
  }

  // A connection may still lead to a primary that has been replaced. A consumer of the feed sees that by itself; others do not.
  private demandFollowed(source: string): void {
    if (this.parts.follower.status().source === source) return;
    this.parts.follower.pollNow();
    throw new CurfewError('unavailable');
  }

  private async load(tokenHashes: readonly string[], ids: readonly string[]): Promise<{ readonly told: readonly Told[]; readonly source: string }> {
    const { database: { urgent }, sessions: door } = this.parts;
    const { sessions, reused, source } = await loadSessions(urgent, { tokenHashes, ids, idleGiven: false });
    door.reused(reused);
    const strangers = sessions.filter(({ view }) => view.method === 'service').map(({ userId }) => userId);
    const externalIds = strangers.length === 0 ? new Map<string, string>() : await findExternalIds(urgent, strangers);
    return { source, told: sessions.map((session) => ({ session, externalId: externalIds.get(session.userId) ?? null })) };
  }
}

const keysWith = (keys: readonly string[], kind: 'hash:' | 'id:'): readonly string[] => keys.flatMap((key) => (key.startsWith(kind) ? [key.slice(kind.length)] : []));

const knownOf = ({ id, userId, tokenHash, generation, realmGeneration, expiresInMs, absoluteInMs }: LiveSession) => ({
  id,
  userId,
  tokenHash,
  generation,
  realmGeneration,
  expiresInMs,
  absoluteInMs,
});

interface Telling {
  readonly issuer: string;
  readonly checked: CheckedAccessToken | undefined;
  readonly now: number;
}

function active({ session, externalId }: Told, { issuer, checked, now }: Telling): Introspection {
  const opened = seconds(Date.parse(session.view.createdAt));
  return {
    active: true,
    token_type: 'Bearer',
    iss: issuer,
    sub: session.userId,
    sid: session.id,
    exp: checked?.exp ?? seconds(now + session.expiresInMs),
    iat: checked?.iat ?? opened,
    auth_time: opened,
    ...(checked === undefined ? {} : { aud: checked.aud }),
    ...(session.email === '' ? {} : { username: session.email }),
    ...(session.name === null ? {} : { name: session.name }),
    role: session.role,
    ...(externalId === null ? {} : { external_id: externalId }),
    curfew: knownOf(session),
  };
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
