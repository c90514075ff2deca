import type { Copy } from './copies.js';
import { EVERYONE } from './heard.js';
import type { FollowedEvent, Known, Via } from './known.js';
import { countOf } from './several.js';
import { dropEnded } from './sockets.js';
import type { State, Turn } from './state.js';
import { wantAgain } from './wants.js';

/** These say nothing about what is held in memory. */
const HARMLESS: ReadonlySet<string> = new Set(['session-created', 'user-created', 'sign-in-failed']);
const ENDING: ReadonlySet<string> = new Set(['session-revoked', 'session-expired', 'sessions-revoked']);

/** What is spoken of: one session, else those of a user, else everyone's. */
type Scope = Pick<FollowedEvent, 'sessionId' | 'userId' | 'generation' | 'sparedSessionId'>;

/**
 * Applies one event. It only ever ends or forgets: nothing is admitted because of an event.
 * Answers whether it is news that ends something, which the log should soon be told is known here.
 */
export function apply<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, event: E, via: Via): boolean {
  const first = turn.state.seen.add(event.id);
  const ends = ENDING.has(event.type);
  let socketsClosed = 0;
  if (event.type === 'sessions-revoked') socketsClosed = end(turn, event, { ...event, sessionId: null });
  else if (ends && event.sessionId !== null) socketsClosed = end(turn, event, event);
  else if (isOfAll(event)) forgetAll(turn.state);
  else if (!HARMLESS.has(event.type)) forget(turn.state, event);
  if (first) turn.effects.push({ kind: 'tell', event, via });
  if (first && ends) turn.effects.push({ kind: 'acknowledge', eventId: event.id, socketsClosed });
  return first && ends;
}

/**
 * Ends a session for good, or all of an older generation, and has their sockets cut; answers how many. Those with sockets are only marked, as
 * they may be thousands: they admit and pass nothing, and go with their last socket. The spared one is read again; it is never stamped by an event.
 */
export function end<S extends Known, E extends FollowedEvent>({ state, effects }: Turn<S, E>, event: E | null, scope: Scope): number {
  const { sessionId, userId } = scope;
  const generation = (sessionId === null ? scope.generation : null) ?? Number.POSITIVE_INFINITY;
  const spoken = copiesOf(state, scope);
  if (sessionId !== null) state.ended.add(sessionId);
  else if (userId === null) state.realm = { generation: Math.max(generation, state.realm.generation), heard: state.heard.count };
  const copies: Copy<S>[] = [];
  let sockets = 0;
  for (const copy of spoken) {
    const { id, generation: ofUser, realmGeneration } = copy.admission.session;
    if ((userId === null ? realmGeneration : ofUser) >= generation) continue;
    if (id === scope.sparedSessionId) forgetCopy(state, copy);
    else if (copy.sockets === null) dropEnded(state, copy);
    else if (!copy.ended) {
      copy.ended = true;
      copies.push(copy);
      sockets += countOf(copy.sockets);
    }
  }
  if (sockets > 0) effects.push({ kind: 'cut', copies, event });
  return sockets;
}

/** What this speaks of is read again before it admits anyone. */
export function forget<S extends Known>(state: State<S>, scope: Scope): void {
  if (scope.sessionId === null && scope.userId === null) return;
  for (const copy of copiesOf(state, scope)) forgetCopy(state, copy);
}

/** Every session has changed: new deadlines, by a policy. */
const isOfAll = ({ type, sessionId, userId }: FollowedEvent): boolean => type === 'session-updated' && sessionId === null && userId === null;

/** All at once, as there may be a million; those with sockets are read again. */
function forgetAll<S extends Known>(state: State<S>): void {
  const open = copiesOf(state, { sessionId: null, userId: null });
  state.copies.keepOnly(open);
  for (const copy of open) forgetCopy(state, copy);
}

/** Reads in flight may be older than what is spoken of: that is noted, too. */
function copiesOf<S extends Known>(state: State<S>, { sessionId, userId }: Scope): Iterable<Copy<S>> {
  state.heard.note(sessionId ?? userId ?? EVERYONE);
  if (sessionId === null) return userId === null ? state.open : state.copies.ofUser(userId);
  const copy = state.copies.withId(sessionId);
  return copy === undefined ? [] : [copy];
}

/** Drops a copy, or keeps it for its sockets only, until it is read again. */
function forgetCopy<S extends Known>(state: State<S>, copy: Copy<S>): void {
  if (copy.sockets === null) return state.copies.drop(copy);
  if (copy.mood === 'good') copy.mood = 'forgotten';
  wantAgain(state, copy);
}
