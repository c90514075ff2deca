import { apply, forget } from './apply.js';
import type { Effect, Input, LoadAnswer } from './input.js';
import { after, elapsed, passed, type Instant } from './instant.js';
import type { FollowedEvent, Known } from './known.js';
import { poll, polled, pollOnTime } from './polling.js';
import { ask, forgetHeard, gather, giveUpOld, loaded, refuseWaiting } from './reading.js';
import { detach, moveDeadline, watchDeadline } from './sockets.js';
import { mayAdmit, type State, type Turn } from './state.js';
import { wantAgain } from './wants.js';

/**
 * The whole follower: changes `state` by one input and answers what must be carried out, in this order, before the next input.
 * Reads no clock and does no I/O; the same inputs at the same instants always give the same effects.
 */
export function step<S extends Known, E extends FollowedEvent>(state: State<S>, input: Input<S, E>, now: Instant): readonly Effect<S, E>[] {
  const turn: Turn<S, E> = { state, now, effects: [] };
  take(turn, input);
  watchLease(turn);
  return turn.effects;
}

function take<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, input: Input<S, E>): void {
  switch (input.kind) {
    case 'tick':
      return tick(turn);
    case 'poll':
      return poll(turn);
    case 'polled':
      return polled(turn, input.number, input.answer);
    case 'heard':
      return void apply(turn, input.event, input.via);
    case 'ask':
      return ask(turn, input);
    case 'gather':
      return gather(turn);
    case 'loaded':
      return read(turn, input.read, input.answer);
    case 'disconnected':
      return detach(turn.state, input.socketId);
    case 'used':
      return used(turn, input.sessionId, input.idleTimeoutMs);
    case 'forget':
      return forget(turn.state, { sessionId: input.sessionId, userId: null });
  }
}

function read<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number, answer: LoadAnswer<S> | null): void {
  loaded(turn, number, answer);
  // Without a lease only what a poll was sent after is relied on; and another history than the log's is perhaps what the log is by now.
  if (turn.state.options.allowWhenStale || (answer !== null && answer.source !== turn.state.log.source)) poll(turn);
}

/** What time alone brings about; once every poll interval. */
function tick<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  giveUpOld(turn);
  pollOnTime(turn);
  watchDeadlines(turn);
  forgetHeard(turn.state);
}

/** Activity moves a deadline that has not passed. */
function used<S extends Known, E extends FollowedEvent>({ state, now }: Turn<S, E>, sessionId: string, idleTimeoutMs: number): void {
  const copy = state.copies.withId(sessionId);
  if (copy === undefined || passed(copy.deadline, now)) return;
  moveDeadline(state, copy, after(now, idleTimeoutMs));
}

/** At its deadline the session of an open socket is read again: another process may have seen activity. If it is over, it is marked ended a while later. */
function watchDeadlines<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { state, now, effects } = turn;
  if (state.firstDeadline === null || !passed(state.firstDeadline, now)) return;
  state.firstDeadline = null;
  for (const copy of state.open) {
    watchDeadline(state, copy);
    if (!passed(copy.deadline, now)) continue;
    wantAgain(state, copy);
    if (passed(after(copy.deadline, state.options.expiryGraceMs), now)) effects.push({ kind: 'lapse', sessionId: copy.admission.session.id });
  }
}

/** Says when the lease is lost and found. Sockets stay open without one, passing nothing, until it has been gone for another LEASE. */
function watchLease<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { state, now, effects } = turn;
  if (mayAdmit(state, now)) {
    if (state.suspended !== null) effects.push({ kind: 'resume' });
    state.suspended = null;
    return;
  }
  refuseWaiting(turn);
  if (state.suspended === null) {
    state.suspended = now;
    effects.push({ kind: 'suspend' });
  } else if (state.open.size > 0 && elapsed(state.suspended, now) > state.options.leaseMs) {
    const sockets = [...state.sockets.keys()];
    for (const socketId of sockets) detach(state, socketId);
    effects.push({ kind: 'dismiss', sockets });
  }
}
