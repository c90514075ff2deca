import { recall } from './admission.js';
import { endSession } from './apply.js';
import type { Copy } from './copies.js';
import type { Ask } from './input.js';
import { after, elapsed, passed } from './instant.js';
import { STALE, UNKNOWN, type Admission, type FollowedEvent, type Known } from './known.js';
import { attach, watchDeadline } from './sockets.js';
import { hasLease, type Read, type State, type Turn, type Want } from './state.js';
import { unwant, want } from './wants.js';

/** Reads in flight at once, and sessions in one of them. What comes while all are in flight goes together in the next. */
const READS = 4;
const BATCH = 5_000;
/** A session about which something is heard during each of so many reads cannot be known now. */
const TRIES = 5;

/** Answers from memory, else has the session read. A socket is pending from here on. */
export function ask<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, { asker, tokenHash, socketId }: Ask): void {
  const { state, now } = turn;
  if (socketId !== null) state.pending.set(socketId, asker);
  const found = recall(state, tokenHash, now);
  if (found.kind !== 'miss') answer(turn, { asker, socketId }, found);
  else if (!hasLease(state, now)) answer(turn, { asker, socketId }, STALE);
  else want(state, 'token', tokenHash).askers.push({ asker, socketId });
}

/** Sends what waits to be read. Nothing is read before the first poll is applied: what happened until then is not heard. */
export function gather<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { reading, heard } = turn.state;
  if (!mayGather(turn.state)) return;
  const wants = [...reading.waiting].slice(0, BATCH);
  for (const wanted of wants) reading.waiting.delete(wanted);
  const read = ++reading.reads;
  reading.inFlight.set(read, { sentAt: turn.now, heard: heard.count, wants });
  const named = (by: Want['by']): string[] => wants.filter((wanted) => wanted.by === by).map(({ value }) => value);
  turn.effects.push({ kind: 'load', read, request: { tokenHashes: named('token'), ids: named('id') } });
}

export const mayGather = <S extends Known>({ log, reading }: State<S>): boolean =>
  log.ready && reading.waiting.size > 0 && reading.inFlight.size < READS;

/**
 * Judges what was read by all that was heard since the read was sent. An answer later than a lease is dropped, and so is one that comes
 * without a lease, even when stale is allowed: it may be that of a primary that has been replaced.
 */
export function loaded<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number, sessions: readonly S[]): void {
  const read = turn.state.reading.inFlight.get(number);
  if (read === undefined) return;
  if (isTooOld(turn, read) || !hasLease(turn.state, turn.now)) return giveUp(turn, number);
  turn.state.reading.inFlight.delete(number);
  const byToken = new Map(sessions.map((session) => [session.tokenHash, session]));
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (const wanted of read.wants) {
    take(turn, { wanted, read, session: (wanted.by === 'token' ? byToken : byId).get(wanted.value) });
  }
  forgetHeard(turn.state);
}

/** The answer of this read, should it still come, is dropped. */
export function giveUp<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number): void {
  const read = turn.state.reading.inFlight.get(number);
  if (read === undefined) return;
  turn.state.reading.inFlight.delete(number);
  for (const wanted of read.wants) refuse(turn, wanted);
  forgetHeard(turn.state);
}

export function giveUpOld<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  for (const [number, read] of turn.state.reading.inFlight) if (isTooOld(turn, read)) giveUp(turn, number);
}

/** Nobody who waits is kept waiting: it cannot be known now. */
export function refuseWaiting<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  for (const wanted of turn.state.reading.waiting) refuse(turn, wanted);
}

/** Forgets what no read in flight can be older than. */
export function forgetHeard<S extends Known>({ reading, heard }: State<S>): void {
  let oldest = heard.count;
  for (const read of reading.inFlight.values()) oldest = Math.min(oldest, read.heard);
  heard.forgetUntil(oldest);
}

type Taken<S> = { readonly wanted: Want; readonly read: Read; readonly session: S };

function take<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, { wanted, read, session }: Taken<S | undefined>): void {
  const { state, now } = turn;
  if (session === undefined || state.ended.has(session.id)) return takeEnded(turn, wanted);
  if (state.heard.since(read.heard, session)) return takeAgain(turn, wanted);
  // It ran out on the way here, while another process may have seen activity.
  const over = passed(after(read.sentAt, session.expiresInMs), now);
  if (over && session.expiresInMs > 0) return takeAgain(turn, wanted);
  unwant(state, wanted);
  if (over) takeOver(turn, { wanted, read, session });
  else takeLive(turn, { wanted, read, session });
}

function takeLive<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, { wanted, read, session }: Taken<S>): void {
  const { state, now } = turn;
  keep(state, session, read);
  for (const asker of wanted.askers) {
    const found = recall(state, session.tokenHash, now);
    answer(turn, asker, found.kind === 'miss' ? STALE : found);
  }
}

/** Past its deadline, not marked as ended: refused, and whoever asks has it marked. Sockets stay, passing nothing, until it is. */
function takeOver<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, { wanted, read, session }: Taken<S>): void {
  const copy = keep(turn.state, session, read);
  if (copy.sockets === null) turn.state.copies.drop(copy);
  for (const asker of wanted.askers) answer(turn, asker, UNKNOWN);
  if (wanted.askers.length > 0) turn.effects.push({ kind: 'lapse', sessionId: session.id });
}

function keep<S extends Known>(state: State<S>, session: S, read: Read): Copy<S> {
  const copy = state.copies.put(session, read);
  state.unsure.delete(copy);
  if (copy.sockets !== null) watchDeadline(state, copy);
  return copy;
}

function takeEnded<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, wanted: Want): void {
  unwant(turn.state, wanted);
  if (wanted.by === 'id') endSession(turn, wanted.value, null);
  for (const asker of wanted.askers) answer(turn, asker, UNKNOWN);
}

/** The answer may be older than what was heard meanwhile: only another read can say. */
function takeAgain<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, wanted: Want): void {
  wanted.tries += 1;
  if (wanted.tries < TRIES) turn.state.reading.waiting.add(wanted);
  else refuse(turn, wanted);
}

function refuse<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, wanted: Want): void {
  unwant(turn.state, wanted);
  for (const asker of wanted.askers) answer(turn, asker, STALE);
}

/** A socket moves from the pending ones to the index in the very step that admits it; one that has gone meanwhile is not admitted. */
function answer<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, asker: Want['askers'][number], found: Admission<S>): void {
  const { state, effects } = turn;
  const { socketId } = asker;
  const waited = socketId === null || state.pending.delete(socketId);
  if (waited && socketId !== null && found.kind === 'live') {
    const copy = state.copies.withId(found.session.id);
    if (copy !== undefined) attach(state, socketId, copy);
  }
  effects.push({ kind: 'answer', asker: asker.asker, admission: waited ? found : UNKNOWN });
}

const isTooOld = <S extends Known, E extends FollowedEvent>({ state, now }: Turn<S, E>, read: Read): boolean =>
  elapsed(read.sentAt, now) > state.options.leaseMs;
