import type { Copy } from './copies.js';
import type { FollowedEvent, Known, Via } from './known.js';
import { detachAll } from './sockets.js';
import type { State, Turn } from './state.js';
import { wantAgain } from './wants.js';

/** These say nothing about what is held in memory. */
const HARMLESS: ReadonlySet<string> = new Set(['session-created', 'user-created', 'sign-in-failed']);
const ENDING: ReadonlySet<string> = new Set(['session-revoked', 'session-expired', 'sessions-revoked']);

/**
 * Applies one event. It only ever ends or forgets: nothing is admitted because of an event.
 * Answers whether it is news that ends something, which the log should soon be told is known here.
 */
export function apply<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, event: E, via: Via): boolean {
  const first = turn.state.seen.add(event.id);
  const ends = ENDING.has(event.type);
  let socketsClosed = 0;
  if (event.type === 'sessions-revoked') socketsClosed = endGeneration(turn, event);
  else if (ends && event.sessionId !== null) socketsClosed = endSession(turn, event.sessionId, event);
  else if (!HARMLESS.has(event.type)) forgetNamed(turn.state, event);
  if (first) turn.effects.push({ kind: 'tell', event, via });
  if (first && ends) turn.effects.push({ kind: 'acknowledge', eventId: event.id, socketsClosed });
  return first && ends;
}

/** Ends a session for good, with its copy; from here on nothing passes on its sockets. Answers how many those were. */
export function endSession<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, id: string, event: E | null): number {
  turn.state.ended.add(id);
  turn.state.heard.ofSession(id);
  const copy = turn.state.copies.withId(id);
  return copy === undefined ? 0 : endCopy(turn, copy, event);
}

/** Forgets what is known of one session: it is read again before it admits anyone. */
export function forgetSession<S extends Known>(state: State<S>, id: string): void {
  state.heard.ofSession(id);
  const copy = state.copies.withId(id);
  if (copy !== undefined) forget(state, copy);
}

/** Drops a copy, or keeps it for its sockets only, until it is read again. */
function forget<S extends Known>(state: State<S>, copy: Copy<S>): void {
  if (copy.sockets === null) return state.copies.drop(copy);
  if (copy.mood === 'good') copy.mood = 'forgotten';
  wantAgain(state, copy);
}

function forgetNamed<S extends Known>(state: State<S>, event: FollowedEvent): void {
  if (event.sessionId !== null) return forgetSession(state, event.sessionId);
  if (event.userId === null) return;
  state.heard.ofUser(event.userId);
  for (const copy of state.copies.ofUser(event.userId)) forget(state, copy);
}

/** One act that ended many: every copy of an older generation. The spared one is read again; it is never stamped by an event. */
function endGeneration<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, event: E): number {
  const { state } = turn;
  const generation = event.generation ?? Number.POSITIVE_INFINITY;
  let copies: Iterable<Copy<S>>;
  if (event.userId === null) {
    state.heard.ofEveryone();
    state.realm = { generation: Math.max(generation, state.realm.generation), heard: state.heard.count };
    copies = state.open;
  } else {
    state.heard.ofUser(event.userId);
    copies = state.copies.ofUser(event.userId);
  }
  let socketsClosed = 0;
  for (const copy of copies) {
    const { id, generation: ofUser, realmGeneration } = copy.admission.session;
    if ((event.userId === null ? realmGeneration : ofUser) >= generation) continue;
    if (id === event.sparedSessionId) forget(state, copy);
    else socketsClosed += endCopy(turn, copy, event);
  }
  return socketsClosed;
}

function endCopy<S extends Known, E extends FollowedEvent>(turn: Turn<S, E>, copy: Copy<S>, event: E | null): number {
  const sessionId = copy.admission.session.id;
  turn.state.ended.add(sessionId);
  turn.state.copies.drop(copy);
  if (copy.sockets === null) return 0;
  const sockets = detachAll(turn.state, copy);
  turn.effects.push({ kind: 'cut', sessionId, sockets, event });
  return sockets.length;
}
