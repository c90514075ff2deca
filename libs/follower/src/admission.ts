import type { Copy } from './copies.js';
import { after, passed, type Instant } from './instant.js';
import { MISS, STALE, UNKNOWN, type Admission, type Known, type Miss } from './known.js';
import { moveDeadline } from './sockets.js';
import { hasLease, mayAdmit, type State } from './state.js';

/** Decides from memory whether the session with this token is live at this instant. */
export function recall<S extends Known>(state: State<S>, tokenHash: string, now: Instant): Admission<S> | Miss {
  if (!mayAdmit(state, now)) return STALE;
  return admitting(state, tokenHash, now)?.admission ?? (isEnded(state, tokenHash) ? UNKNOWN : MISS);
}

/** The session if `recall` would admit it, and has it used by that, as by `used`: in one, for who asks all the time. */
export function use<S extends Known>(state: State<S>, tokenHash: string, now: Instant): S | undefined {
  if (!mayAdmit(state, now)) return undefined;
  const copy = admitting(state, tokenHash, now);
  if (copy === undefined) return undefined;
  const { session } = copy.admission;
  moveDeadline(state, copy, after(now, session.idleTimeoutMs ?? state.options.idleTimeoutMs));
  return session;
}

function admitting<S extends Known>(state: State<S>, tokenHash: string, now: Instant): Copy<S> | undefined {
  const copy = state.copies.withToken(tokenHash);
  if (copy === undefined || copy.ended || copy.mood !== 'good' || passed(copy.deadline, now) || isOutdated(state, copy) || !isProven(state, copy, now)) return undefined;
  copy.warm = true;
  return copy;
}

/** Its session ended while it was in memory: the primary need not be asked. */
const isEnded = <S extends Known>({ copies, endedTokens }: State<S>, tokenHash: string): boolean => copies.withToken(tokenHash)?.ended ?? endedTokens.has(tokenHash);

/** Whether a packet may pass on this socket at this instant, in either direction. */
export function passes<S extends Known>(state: State<S>, socketId: string, now: Instant): boolean {
  const copy = state.sockets.get(socketId);
  return copy !== undefined && !copy.ended && copy.mood !== 'doubted' && !passed(copy.deadline, now) && mayAdmit(state, now) && isProven(state, copy, now);
}

/** "Everyone" ends copies when they are looked at: walking a million of them at once would stop the process. Those with sockets end at once. */
function isOutdated<S extends Known>(state: State<S>, copy: Copy<S>): boolean {
  return copy.heard < state.realm.heard && copy.admission.session.realmGeneration < state.realm.generation;
}

/** Where stale is allowed, and there is no lease, only what a poll was sent after: else it may be the word of a primary that had been replaced, and acknowledged ends come back. */
const isProven = <S extends Known>(state: State<S>, { sentAt }: Copy<S>, now: Instant): boolean =>
  hasLease(state, now) || (state.lease !== null && sentAt.mono <= state.lease.mono);
