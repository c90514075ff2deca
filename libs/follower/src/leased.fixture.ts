import type { Effect, Input } from './input.js';
import type { FollowedEvent, Known, Options } from './known.js';
import { step } from './machine.js';
import { recall } from './admission.js';
import { newState, type State } from './state.js';

export const LEASE = 10_000;
const options: Options = { leaseMs: LEASE, allowWhenStale: false, idleTimeoutMs: 60_000, expiryGraceMs: 2_000, pollTimeoutMs: 3_000, capacity: 10 };
export const at = (ms: number) => ({ mono: ms, wall: 1_700_000_000_000 + ms });

export const session = (id: string, changed: Partial<Known> = {}): Known => ({
  id,
  userId: 'ada',
  tokenHash: `hash of ${id}`,
  generation: 1,
  realmGeneration: 1,
  expiresInMs: 60_000,
  absoluteInMs: 120_000,
  ...changed,
});

export const event = (type: string, changed: Partial<FollowedEvent> = {}): FollowedEvent => ({ id: `${type} ${JSON.stringify(changed)}`, type, userId: 'ada', sessionId: null, ...changed });

type Sent = Effect<Known, FollowedEvent>;

/** A machine that polled at 0, and what tells it things. */
export function leased(changed: Partial<Options> = {}) {
  const state: State<Known> = newState({ ...options, ...changed }, at(0));
  const give = (input: Input<Known, FollowedEvent>, now = 0): readonly Sent[] => step(state, input, at(now));
  const polled = (now: number, events: readonly FollowedEvent[] = [], source = 'first') => {
    const number = state.log.poll?.number ?? 0;
    return give({ kind: 'polled', number, answer: { events, horizon: 'h', snapshot: 's', more: null, trimmed: false, source } }, now);
  };
  const hear = (heard: FollowedEvent, now = 0) => give({ kind: 'heard', event: heard, via: 'doorbell' }, now);
  const read = (sessions: readonly Known[], now = 0, source = 'first') => give({ kind: 'loaded', read: state.reading.reads, answer: { sessions, source } }, now);
  const known = (one: Known, socketId: string | null = null) => {
    give({ kind: 'ask', asker: 1, tokenHash: one.tokenHash, socketId });
    give({ kind: 'gather' });
    return read([one]);
  };
  const admits = (id: string, now = 0) => recall(state, `hash of ${id}`, at(now)).kind;
  give({ kind: 'poll' });
  polled(0);
  return { state, give, polled, hear, read, known, admits };
}

export const kinds = (effects: readonly Sent[]): readonly string[] => effects.map(({ kind }) => kind);
