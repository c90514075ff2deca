import { Copies, type Copy, type ReadAt } from './copies.js';
import { Heard } from './heard.js';
import type { Effect } from './input.js';
import { elapsed, type Instant } from './instant.js';
import type { FollowedEvent, Known, Options } from './known.js';
import { Recent } from './recent.js';

/** What one consumer knows of the log, and until when it may rely on it. Changed by `step` alone. */
export type State<S extends Known> = {
  readonly options: Options;
  readonly copies: Copies<S>;
  /** Open sockets, by id. `open` are the copies that have any; `unsure` those of them that must be read again. */
  readonly sockets: Map<string, Copy<S>>;
  readonly open: Set<Copy<S>>;
  readonly unsure: Set<Copy<S>>;
  /** Not after the first deadline of a session with open sockets. */
  firstDeadline: Instant | null;
  /** Sockets whose session is not read yet, with who asks for each. */
  readonly pending: Map<string, number>;
  /** Sessions known as ended: never live again, whatever is read. */
  readonly ended: Recent;
  /** Tokens of such sessions, while they were in memory: whoever still shows one is refused without a read. */
  readonly endedTokens: Recent;
  /** Events that this process has seen at all. */
  readonly seen: Recent;
  readonly heard: Heard;
  /** The newest generation of the realm, and how much had been heard when it last came up. */
  realm: { readonly generation: number; readonly heard: number };
  readonly reading: Reading;
  readonly log: Log;
  /** When the poll was sent whose answer proves the most: everything committed before is known. */
  lease: Instant | null;
  /** Since when there is no lease; null while there is one. */
  suspended: Instant | null;
};

export type Log = {
  floor: string | null;
  applied: string | null;
  source: string | null;
  /** A poll was wholly applied since the start or the last reset: reads may be sent. */
  ready: boolean;
  /** Ids of the events that the last complete poll brought: it may bring them again. */
  brought: ReadonlySet<string>;
  poll: Poll | null;
  /** Another poll is wanted as soon as the one in flight has ended. */
  again: boolean;
  polls: number;
};

export type Poll = {
  /** Of the page in flight. An answer with another number is not for this poll. */
  number: number;
  pageSentAt: Instant;
  /** The lease, the floor and the applied snapshot are those of the first page. */
  readonly sentAt: Instant;
  first: { readonly horizon: string; readonly snapshot: string } | null;
  readonly brought: Set<string>;
};

export type Reading = {
  /** Every wish that has not been answered, by its key. */
  readonly asked: Map<string, Want>;
  /** Those of them that no read in flight answers. */
  readonly waiting: Set<Want>;
  readonly inFlight: Map<number, Read>;
  reads: number;
};

/** One session to be read, by its token for those who ask, or by its id for the sake of its open sockets. */
export type Want = {
  readonly by: 'token' | 'id';
  readonly value: string;
  readonly askers: { readonly asker: number; readonly socketId: string | null }[];
  tries: number;
};

export type Read = ReadAt & { readonly wants: readonly Want[] };

/** One step under way: what it changes, when, and what is to be carried out afterwards. */
export type Turn<S extends Known, E extends FollowedEvent> = {
  readonly state: State<S>;
  readonly now: Instant;
  readonly effects: Effect<S, E>[];
};

const REMEMBERED = 100_000;
/** A lease is used up before it ends: clocks may run at different speeds. */
const USABLE = 0.9;

export const newState = <S extends Known>(options: Options, now: Instant): State<S> => ({
  options,
  copies: new Copies<S>(options.capacity),
  sockets: new Map(),
  open: new Set(),
  unsure: new Set(),
  firstDeadline: null,
  pending: new Map(),
  ended: new Recent(REMEMBERED),
  endedTokens: new Recent(REMEMBERED),
  seen: new Recent(REMEMBERED),
  heard: new Heard(),
  realm: { generation: 0, heard: 0 },
  reading: { asked: new Map(), waiting: new Set(), inFlight: new Map(), reads: 0 },
  log: { floor: null, applied: null, source: null, ready: false, brought: new Set(), poll: null, again: false, polls: 0 },
  lease: null,
  suspended: now,
});

/** How much longer this consumer may rely on what it knows; not above zero: no lease. */
export const leaseLeft = (state: State<Known>, now: Instant): number =>
  state.lease === null ? 0 : USABLE * state.options.leaseMs - elapsed(state.lease, now);

export const hasLease = (state: State<Known>, now: Instant): boolean => state.lease !== null && leaseLeft(state, now) >= 0;

/** Whether anything may be admitted at this instant, from memory. */
export const mayAdmit = (state: State<Known>, now: Instant): boolean => state.options.allowWhenStale || hasLease(state, now);
