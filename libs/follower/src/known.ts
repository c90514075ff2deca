/** What a follower needs of a session that was read from the primary. A process may keep more beside it (`S extends Known`). */
export type Known = {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  /** Generation of the user, and of the realm, that the session is stamped with. */
  readonly generation: number;
  readonly realmGeneration: number;
  /** Time left until its deadline (the earlier of idle and absolute), by the database's clock, when it was read. Not above zero: over, though not yet marked ended. */
  readonly expiresInMs: number;
  readonly absoluteInMs: number;
  /** How far activity moves its deadline; null or left out: as far as the consumer's own option says. */
  readonly idleTimeoutMs?: number | null;
};

/** What a follower reads of an event; an `Event` of the contract fits. */
export type FollowedEvent = {
  readonly id: string;
  readonly type: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** Of `sessions-revoked`: the new generation of `userId`, or of the realm when that is null. */
  readonly generation?: number | null | undefined;
  readonly sparedSessionId?: string | null | undefined;
};

/** How an event came: from the log, by the doorbell, or from this very process, which committed it. */
export type Via = 'log' | 'doorbell' | 'own';

/** `live`: admitted at this instant. `unknown`: no such live session (401). `stale`: it cannot be known now (503). */
export type Admission<S> = { readonly kind: 'live'; readonly session: S } | Unknown | Stale;
export type Unknown = { readonly kind: 'unknown' };
export type Stale = { readonly kind: 'stale' };
/** Memory does not know: the primary must be asked. */
export type Miss = { readonly kind: 'miss' };

export const UNKNOWN: Unknown = { kind: 'unknown' };
export const STALE: Stale = { kind: 'stale' };
export const MISS: Miss = { kind: 'miss' };

export type Options = {
  /** LEASE: how long after its commit a revocation may be unknown here, at most. */
  readonly leaseMs: number;
  /** Admit even without a lease (ON_STALE=allow). The consumer's row must say so. */
  readonly allowWhenStale: boolean;
  /** How far activity moves a session's deadline, unless the session or `used` says otherwise. */
  readonly idleTimeoutMs: number;
  /** Two batch times of activity: for so long after its deadline a session with open sockets is not asked to be marked expired. */
  readonly expiryGraceMs: number;
  /** When a page of a poll is given up, for good. */
  readonly pollTimeoutMs: number;
  /** How many sessions are kept in memory; those with open sockets always are. */
  readonly capacity: number;
};
