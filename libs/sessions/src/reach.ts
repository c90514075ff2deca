import type { Session } from '@curfew/contracts';

/** How far a request moves the deadline of the session that asks, and the instant beyond which none does. In milliseconds. */
export interface Reach {
  readonly idleMs: number;
  readonly latest: number;
}

/** As it was when the session was read: what a role's sessions may be idle for is in their deadlines. */
export const reachOf = ({ expiresAt, lastActiveAt, absoluteExpiresAt }: Session, idleTimeoutMs: number): Reach => ({
  idleMs: Math.max(0, Date.parse(expiresAt) - Date.parse(lastActiveAt)) || idleTimeoutMs,
  latest: Date.parse(absoluteExpiresAt ?? expiresAt),
});

/** The deadline of a session that is used now. */
export const deadlineOf = ({ idleMs, latest }: Reach, now: number): number => Math.min(now + idleMs, latest);
