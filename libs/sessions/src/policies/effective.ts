import type { AtLimit, Policy, PolicyPatch, PolicyRules } from '@curfew/contracts';
import type { PolicyRow } from '@curfew/persistence';

import { noneGiven, type SessionRules } from '../rules.js';

/** What holds for the sessions of a role now; times in milliseconds. */
export interface Effective {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** 0: no limit. */
  readonly maxSessions: number;
  readonly atLimit: AtLimit;
}

type Decided = Pick<PolicyRow, 'idleTimeoutMs' | 'absoluteTimeoutMs' | 'maxSessions' | 'atLimit'>;

/** A variable that is set decides, then what an administrator has decided, then the default. */
export const effective = ({ given = noneGiven, ...rules }: SessionRules, decided: Decided = nothing): Effective => ({
  idleTimeoutMs: free(given.idleTimeout, decided.idleTimeoutMs) ?? rules.idleTimeoutMs,
  absoluteTimeoutMs: free(given.absoluteTimeout, decided.absoluteTimeoutMs) ?? rules.absoluteTimeoutMs,
  maxSessions: free(given.maxSessions, decided.maxSessions) ?? rules.maxSessions,
  atLimit: decided.atLimit ?? 'end-oldest',
});

const nothing: Decided = { idleTimeoutMs: null, absoluteTimeoutMs: null, maxSessions: null, atLimit: null };
const free = (given: boolean, decided: number | null): number | null => (given ? null : decided);

/** Which variable decides each rule, so that nobody else can. */
export const locksOf = ({ given = noneGiven }: SessionRules): Policy['lockedBy'] => ({
  idleTimeout: given.idleTimeout ? 'IDLE_TIMEOUT' : null,
  absoluteTimeout: given.absoluteTimeout ? 'ABSOLUTE_TIMEOUT' : null,
  maxSessions: given.maxSessions ? 'MAX_SESSIONS_PER_USER' : null,
  atLimit: null,
});

/** What is decided once a patch is applied: what it leaves out stays, null goes back to the default. */
export const decidedAfter = (decided: Decided = nothing, { idleTimeout, absoluteTimeout, maxSessions, atLimit }: PolicyPatch): Decided => ({
  idleTimeoutMs: orElse(idleTimeout, decided.idleTimeoutMs),
  absoluteTimeoutMs: orElse(absoluteTimeout, decided.absoluteTimeoutMs),
  maxSessions: orElse(maxSessions, decided.maxSessions),
  atLimit: orElse(atLimit, decided.atLimit),
});

const orElse = <T>(named: T | null | undefined, before: T | null): T | null => (named === undefined ? before : named);

/** The same in the words of the contract. */
export const rulesView = ({ idleTimeoutMs, absoluteTimeoutMs, maxSessions, atLimit }: Effective): PolicyRules => ({
  idleTimeout: idleTimeoutMs,
  absoluteTimeout: absoluteTimeoutMs,
  maxSessions,
  atLimit,
});
