import type { Copy } from './copies.js';
import { earlier, type Instant } from './instant.js';
import type { Known } from './known.js';
import { withoutOne, withOne } from './several.js';
import type { State } from './state.js';

/** From here on the socket is found by its session and by its user, and ends with them. */
export function attach<S extends Known>(state: State<S>, socketId: string, copy: Copy<S>): void {
  copy.sockets = withOne(copy.sockets, socketId);
  state.sockets.set(socketId, copy);
  state.open.add(copy);
  watchDeadline(state, copy);
}

export function watchDeadline<S extends Known>(state: State<S>, copy: Copy<S>): void {
  state.firstDeadline = state.firstDeadline === null ? copy.deadline : earlier(state.firstDeadline, copy.deadline);
}

/** Activity moves a deadline, never beyond the absolute one. */
export function moveDeadline<S extends Known>(state: State<S>, copy: Copy<S>, to: Instant): void {
  copy.deadline = earlier(to, copy.absolute);
  if (copy.sockets !== null) watchDeadline(state, copy);
}

/** The socket is gone, or never got as far as to be open. */
export function detach<S extends Known>(state: State<S>, socketId: string): void {
  state.pending.delete(socketId);
  const copy = state.sockets.get(socketId);
  if (copy === undefined) return;
  state.sockets.delete(socketId);
  copy.sockets = withoutOne(copy.sockets, socketId);
  if (copy.sockets !== null) return;
  state.open.delete(copy);
  state.unsure.delete(copy);
  if (copy.ended) dropEnded(state, copy);
  else if (copy.mood !== 'good') state.copies.drop(copy);
}

/** Nothing holds it any more, but that it is ended is remembered. */
export function dropEnded<S extends Known>(state: State<S>, copy: Copy<S>): void {
  state.ended.add(copy.admission.session.id);
  state.endedTokens.add(copy.admission.session.tokenHash);
  state.copies.drop(copy);
}
