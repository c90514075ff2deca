import { recall } from './admission.js';
import { end } from './apply.js';
import type { Ask, LoadAnswer } from './input.js';
import { after, elapsed, passed } from './instant.js';
import { STALE, UNKNOWN, type Admission, type FollowedEvent, type Known, type Miss } from './known.js';
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
 * Judges what was read (null: it failed) by all that was heard since the read was sent. An answer later than a lease is dropped, and so is one that
 * comes without a lease, even when stale is allowed: it may be that of a primary that has been replaced. One that is of another history than the
 * log's is no answer at all, whichever of the two is the older: it is read again, and the log asked.
 */
export function loaded<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number, answer: LoadAnswer<S> | null): void {
  const read = turn.state.reading.inFlight.get(number);
  if (read === undefined) return;
  if (answer === null || isTooOld(turn, read) || !hasLease(turn.state, turn.now)) return giveUp(turn, number);
  turn.state.reading.inFlight.delete(number);
  if (answer.source === turn.state.log.source) takeAll(turn, read, answer.sessions);
  else for (const wanted of read.wants) takeAgain(turn, wanted);
  forgetHeard(turn.state);
}

function takeAll<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, read: Read, sessions: readonly S[]): void {
  const byToken = new Map(sessions.map((session) => [session.tokenHash, session]));
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (const wanted of read.wants) {
    take(turn, { wanted, read, session: (wanted.by === 'token' ? byToken : byId).get(wanted.value) });
  }
}

/** The answer of this read, should it still come, is dropped. */
export function giveUp<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number): void {
  const read = turn.state.reading.inFlight.get(number);
  if (read === undefined) return;
  turn.state.reading.inFlight.delete(number);
  for (const wanted of read.wants) settle(turn, wanted, STALE);
  forgetHeard(turn.state);
}

export function giveUpOld<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  for (const [number, read] of turn.state.reading.inFlight) if (isTooOld(turn, read)) giveUp(turn, number);
}

/** Nobody who waits is kept waiting: it cannot be known now. */
export function refuseWaiting<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  for (const wanted of turn.state.reading.waiting) settle(turn, wanted, STALE);
}

/** Forgets what no read in flight can be older than. */
export function forgetHeard<S extends Known>({ reading, heard }: State<S>): void {
  let oldest = heard.count;
  for (const read of reading.inFlight.values()) oldest = Math.min(oldest, read.heard);
  heard.forgetUntil(oldest);
}

type Taken<S> = { readonly wanted: Want; readonly read: Read; readonly session: S | undefined };

function take<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, { wanted, read, session }: Taken<S>): void {
  const { state, now, effects } = turn;
  if (session === undefined || state.ended.has(session.id)) {
    if (wanted.by === 'id') end(turn, null, { sessionId: wanted.value, userId: null });
    return settle(turn, wanted, UNKNOWN);
  }
  const over = passed(after(read.sentAt, session.expiresInMs), now);
  // It ran out on the way here, while another process may have seen activity.
  const ranOut = over && session.expiresInMs > 0;
  if (ranOut || state.heard.since(read.heard, session)) return takeAgain(turn, wanted);
  const copy = state.copies.put(session, read);
  state.unsure.delete(copy);
  if (copy.sockets !== null) watchDeadline(state, copy);
  settle(turn, wanted, over ? UNKNOWN : recall(state, session.tokenHash, now));
  if (!over) return;
  // Past its deadline, not marked as ended: whoever asks has it marked. Sockets stay, passing nothing, until it is.
  if (copy.sockets === null) state.copies.drop(copy);
  if (wanted.askers.length > 0) effects.push({ kind: 'lapse', sessionId: session.id });
}

/** The answer may be older than what was heard meanwhile, or of another history: only another read can say. */
function takeAgain<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, wanted: Want): void {
  wanted.tries += 1;
  if (wanted.tries < TRIES) turn.state.reading.waiting.add(wanted);
  else settle(turn, wanted, STALE);
}

/** Answers all who asked. A socket moves from the pending ones to the index in the very step that admits it; one that has gone meanwhile is not admitted. */
function settle<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, wanted: Want, found: Admission<S> | Miss): void {
  unwant(turn.state, wanted);
  for (const asker of wanted.askers) answer(turn, asker, found.kind === 'miss' ? STALE : found);
}

function answer<S extends Known, E extends FollowedEvent>({ state, effects }: Turn<S, E>, { asker, socketId }: Want['askers'][number], found: Admission<S>): void {
  const waited = socketId === null || state.pending.delete(socketId);
  const copy = waited && socketId !== null && found.kind === 'live' ? state.copies.withId(found.session.id) : undefined;
  if (socketId !== null && copy !== undefined) attach(state, socketId, copy);
  effects.push({ kind: 'answer', asker, admission: waited ? found : UNKNOWN });
}

const isTooOld = <S extends Known, E extends FollowedEvent>({ state, now }: Turn<S, E>, read: Read): boolean =>
  elapsed(read.sentAt, now) > state.options.leaseMs;
