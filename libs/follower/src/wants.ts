import type { Copy } from './copies.js';
import type { Known } from './known.js';
import type { State, Want } from './state.js';

/** The wish to read one session: joins the same wish when it is still unanswered, in flight or not. */
export function want<S extends Known>(state: State<S>, by: Want['by'], value: string): Want {
  const { asked, waiting } = state.reading;
  const joined = asked.get(keyOf(by, value));
  if (joined !== undefined) return joined;
  const wanted: Want = { by, value, askers: [], tries: 0 };
  asked.set(keyOf(by, value), wanted);
  waiting.add(wanted);
  return wanted;
}

/** Has a session read again for the sake of its open sockets. */
export function wantAgain<S extends Known>(state: State<S>, copy: Copy<S>): void {
  state.unsure.add(copy);
  want(state, 'id', copy.admission.session.id);
}

export function unwant<S extends Known>(state: State<S>, wanted: Want): void {
  state.reading.waiting.delete(wanted);
  state.reading.asked.delete(keyOf(wanted.by, wanted.value));
}

const keyOf = (by: Want['by'], value: string): string => `${by}:${value}`;
