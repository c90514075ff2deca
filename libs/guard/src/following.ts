import { createFollower, type CarryOut, type Follower, type LoadAnswer, type LoadRequest, type PollAnswer, type PollRequest } from '@curfew/follower';
import { AnswerError, type CurfewApi, type FeedQuestion } from './curfew-api.js';
import type { Doorbell } from './doorbell.js';
import type { Settings } from './settings.js';
import type { FeedAnswer, Found, HeardEvent } from './wire.js';

/** What a guard keeps of a session. */
export type Seen = {
  readonly id: string;
  readonly userId: string;
  /** The key under which it was asked for: the hash of its token, or `sid:` and its id. */
  readonly tokenHash: string;
  readonly generation: number;
  readonly realmGeneration: number;
  readonly expiresInMs: number;
  readonly absoluteInMs: number;
  readonly role: string;
  readonly externalId: string | null;
};

export type GuardFollower = Follower<Seen, HeardEvent>;

/** Ids in one request for sessions. */
const BATCH = 500;
const BY_ID = 'sid:';

/** The key of a session that is asked for by its id: that is all that an access token says of it. */
export const keyOfId = (sessionId: string): string => BY_ID + sessionId;

type Parts = {
  readonly api: CurfewApi;
  readonly doorbell: Doorbell;
  readonly settings: Settings;
  readonly registered: Registered;
  readonly carryOut: CarryOut<HeardEvent>;
  /** Curfew's LEASE became shorter than the one that is followed by: everything must start anew. */
  readonly outgrown: () => void;
  /** The key is good no longer: who is connected must go. */
  readonly refused: () => void;
};

/** This guard's row in Curfew. The id is gone once Curfew does not know it any more. */
export type Registered = { consumer: string | null; readonly leaseMs: number; readonly pollIntervalMs: number; readonly idleTimeoutMs: number };

/** Registers a consumer: with the lease that was chosen, or Curfew's own when that is shorter. */
export async function register({ api, settings }: Pick<Parts, 'api' | 'settings'>, timeoutMs: number): Promise<FeedAnswer> {
  const { leaseMs, label, allowWhenStale } = settings;
  const chosen: FeedQuestion = { ...(label === null ? {} : { label }), ...(allowWhenStale ? { onStale: 'allow' } : {}) };
  if (leaseMs === null) return api.feed(chosen, timeoutMs);
  try {
    return await api.feed({ ...chosen, lease: String(leaseMs) }, timeoutMs);
  } catch (error) {
    if (error instanceof AnswerError && error.status === 400 && error.path === 'lease') return api.feed(chosen, timeoutMs);
    throw error;
  }
}

/** The guard's ports for the follower: its log is the feed, its doorbell the stream, its primary what Curfew reads of its own. */
export function follow(parts: Parts): GuardFollower {
  const { api, doorbell, registered, settings } = parts;
  const pollTimeoutMs = registered.leaseMs / 3;
  const follower: GuardFollower = createFollower<Seen, HeardEvent>(
    {
      poll: (request) => poll(parts, request, { pollTimeoutMs, sockets: follower.status().sockets }),
      listen: async (ear) => {
        const deafen = doorbell.listen(ear);
        return async () => deafen();
      },
      load: (request) => load(api, request, pollTimeoutMs),
      carryOut: parts.carryOut,
      now: () => ({ mono: performance.now(), wall: Date.now() }),
    },
    {
      leaseMs: registered.leaseMs,
      pollIntervalMs: Math.min(registered.pollIntervalMs, registered.leaseMs / 5),
      pollTimeoutMs,
      allowWhenStale: settings.allowWhenStale,
      idleTimeoutMs: registered.idleTimeoutMs,
      capacity: settings.capacity,
    },
  );
  return follower;
}

type Now = { readonly pollTimeoutMs: number; readonly sockets: number };

/** What the cursor knew is wholly applied when it is sent: that is what makes it count in a receipt. */
async function poll(parts: Parts, { floor }: PollRequest, { pollTimeoutMs, sockets }: Now): Promise<PollAnswer<HeardEvent>> {
  const { api, registered } = parts;
  try {
    if (registered.consumer === null) {
      // A new row begins from now on: what was known before says nothing of what happened until then.
      if (floor !== null) return { ...pageOf(null), trimmed: true };
      const answer = await register(parts, pollTimeoutMs);
      registered.consumer = answer.consumer;
      if (answer.leaseMs < registered.leaseMs) parts.outgrown();
      return pageOf(answer);
    }
    const from = floor === null ? {} : { after: floor };
    return pageOf(await api.feed({ ...from, consumer: registered.consumer, sockets: String(sockets) }, pollTimeoutMs));
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    // Without this consumer a receipt may have been confirmed meanwhile, so what is in memory proves nothing: as when the log was trimmed.
    // An end may have been confirmed without one whose key has ended, and it will not hear of any: nothing in memory holds, not even where stale is allowed.
    if (isRefusal(error) && floor !== null) {
      parts.refused();
      return { ...pageOf(null), trimmed: true };
    }
    if (error.status === 404) registered.consumer = null;
    if (error.status === 404 || error.status === 410) return { ...pageOf(null), trimmed: true };
    throw error;
  }
}

/** By Curfew itself, and not by something on the way to it. */
const isRefusal = ({ status, code }: AnswerError): boolean => (status === 401 && code === 'unauthenticated') || (status === 403 && code === 'forbidden');

const pageOf = (answer: Pick<FeedAnswer, 'events' | 'cursor' | 'source'> | null): PollAnswer<HeardEvent> => ({
  events: answer?.events ?? [],
  horizon: answer?.cursor ?? '',
  snapshot: answer?.cursor ?? '',
  more: null,
  trimmed: false,
  source: answer?.source ?? '',
});

/** Reads sessions by the hash of their token or by id, all at the same time. Each request may reach another api, and that another database. */
async function load(api: CurfewApi, { tokenHashes, ids }: LoadRequest, timeoutMs: number): Promise<LoadAnswer<Seen>> {
  const named = tokenHashes.filter((key) => key.startsWith(BY_ID));
  const reads: { readonly tokenHashes: readonly string[]; readonly ids: readonly string[] }[] = [];
  const hashes = tokenHashes.filter((key) => !key.startsWith(BY_ID));
  for (let from = 0; from < hashes.length; from += BATCH) reads.push({ tokenHashes: hashes.slice(from, from + BATCH), ids: [] });
  const allIds = [...new Set([...ids, ...named.map((key) => key.slice(BY_ID.length))])];
  for (let from = 0; from < allIds.length; from += BATCH) reads.push({ tokenHashes: [], ids: allIds.slice(from, from + BATCH) });
  const answers = await Promise.all(reads.map((read) => api.sessions(read, timeoutMs)));
  const [source = null, ...others] = new Set(answers.map((answer) => answer.source));
  const byId = new Set(named);
  const asked = new Set(hashes);
  const sessions = answers.flatMap((answer) => answer.sessions).flatMap((session) => {
    const key = keyOfId(session.id);
    // Asked for by id it is kept under that; of one that is asked for both ways, both answers are given.
    const keys = [...(byId.has(key) ? [key] : []), ...(asked.has(session.tokenHash) ? [session.tokenHash] : [])];
    return (keys.length === 0 ? [session.tokenHash] : keys).map((tokenHash) => seen(session, tokenHash));
  });
  return { sessions, source: others.length === 0 ? source : null };
}

const seen = (session: Found, tokenHash: string): Seen => ({
  id: session.id,
  userId: session.userId,
  tokenHash,
  generation: session.generation,
  realmGeneration: session.realmGeneration,
  expiresInMs: session.expiresInMs,
  absoluteInMs: session.absoluteInMs,
  role: session.user.role,
  externalId: session.user.externalId,
});
