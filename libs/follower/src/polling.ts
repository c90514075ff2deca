import { apply } from './apply.js';
import type { PollAnswer } from './input.js';
import { elapsed } from './instant.js';
import type { FollowedEvent, Known } from './known.js';
import { giveUp, refuseWaiting } from './reading.js';
import type { Poll, Turn } from './state.js';
import { wantAgain } from './wants.js';

/** Sends a poll; while one is in flight, another follows it. */
export function poll<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { log } = turn.state;
  log.again = log.poll !== null;
  if (log.poll !== null) return;
  const sent: Poll = { number: 0, pageSentAt: turn.now, sentAt: turn.now, first: null, brought: new Set() };
  log.poll = sent;
  sendPage(turn, sent, null);
}

/** A poll that takes too long is given up: its answer, should it still come, is dropped, and never renews a lease. */
export function pollOnTime<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { log, options } = turn.state;
  if (log.poll !== null && elapsed(log.poll.pageSentAt, turn.now) <= options.pollTimeoutMs) return;
  log.poll = null;
  poll(turn);
}

/** Applies everything that a page brings (null: it failed). Only when the last page is in does the poll count, and then from its first page. */
export function polled<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, number: number, answer: PollAnswer<E> | null): void {
  const { log } = turn.state;
  const sent = log.poll;
  if (sent?.number !== number) return;
  if (answer === null) return void (log.poll = null);
  if (answer.trimmed || (log.source !== null && log.source !== answer.source)) return reset(turn);
  log.source = answer.source;
  sent.first ??= { horizon: answer.horizon, snapshot: answer.snapshot };
  for (const event of answer.events) {
    if (!log.brought.has(event.id) && apply(turn, event, 'log')) log.again = true;
    sent.brought.add(event.id);
  }
  if (answer.more !== null) sendPage(turn, sent, answer.more);
  else complete(turn, sent, sent.first);
}

/** Everything that was committed before this poll was sent is known now. */
function complete<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, sent: Poll, first: NonNullable<Poll['first']>): void {
  const { state } = turn;
  const { log } = state;
  log.floor = first.horizon;
  log.applied = first.snapshot;
  log.brought = sent.brought;
  log.ready = true;
  log.poll = null;
  state.lease = sent.sentAt;
  for (const copy of state.unsure) wantAgain(state, copy);
  if (log.again) poll(turn);
}

function sendPage<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, sent: Poll, page: string | null): void {
  const { log } = turn.state;
  sent.number = ++log.polls;
  sent.pageSentAt = turn.now;
  turn.effects.push({ kind: 'poll', number: sent.number, request: { applied: log.applied, floor: log.floor, page } });
}

/**
 * Starts anew: events may have been missed, or come from another history. Nothing in memory admits, answers of reads in flight are
 * dropped, and the sessions of open sockets are read again, after a poll. What is known as ended stays ended.
 */
function reset<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>): void {
  const { state } = turn;
  for (const number of state.reading.inFlight.keys()) giveUp(turn, number);
  refuseWaiting(turn);
  state.copies.keepOnly(state.open);
  for (const copy of state.open) {
    copy.mood = 'doubted';
    state.unsure.add(copy);
  }
  Object.assign(state.log, { floor: null, applied: null, source: null, ready: false, brought: new Set(), poll: null, again: false });
  state.lease = null;
  turn.effects.push({ kind: 'reset' });
  poll(turn);
}
