import { passes } from './admission.js';
import { Drive } from './drive.js';
import type { FollowedEvent, Known, Admission, Miss, Options } from './known.js';
import type { Ports } from './ports.js';
import { listOf } from './several.js';
import type { State } from './state.js';
import { statusOf, type Status } from './status.js';

/** What a consumer knows of the log, kept up to date by polls and the doorbell. Every admission of the process is decided here. */
export type Follower<S extends Known, E extends FollowedEvent> = {
  /** Resolves when the doorbell's subscription is acknowledged and a first full poll is applied; until then everything is stale. Never rejects for an outage. */
  start(): Promise<void>;
  /** No poll is sent any more; whoever waits is answered `stale`. */
  stop(): Promise<void>;
  /** Admits from memory, else reads the primary. Judged at the instant in which it resolves. Never rejects. */
  admit(tokenHash: string): Promise<Admission<S>>;
  /** The same without a promise or a query; `miss` when memory does not know. */
  admitNow(tokenHash: string): Admission<S> | Miss;
  /** The session if memory admits it at this instant, which is activity: `admitNow` and `used` in one. Only then is it counted; whoever is told nothing asks by `admit`, which says why. */
  use(tokenHash: string): S | undefined;
  /**
   * Admits a socket, which is pending until then. In the turn in which this resolves to `live` it is in the index: from there on
   * `cut` may name it. One that disconnected meanwhile is `unknown`.
   */
  connect(socketId: string, tokenHash: string): Promise<Admission<S>>;
  /** The socket is gone, by whomever it was closed; until then it is kept, also when its session has ended. */
  disconnected(socketId: string): void;
  /** Whether a packet may pass on this socket now, in either direction: its session live, its deadline not passed, the lease held. Ask for each. */
  passes(socketId: string): boolean;
  /** Applies what this process committed itself, right after the commit. Answers how many of its sockets that cut. */
  apply(events: readonly E[]): { readonly socketsClosed: number };
  /** Activity: moves the session's local deadline to `idleTimeoutMs` (by default the session's own, else the option's) from now. */
  used(sessionId: string, idleTimeoutMs?: number): void;
  /** The session is read again before it admits anyone: after a change that this process made without an event. */
  forget(sessionId: string): void;
  /** Polls at once, or right after the poll in flight. */
  pollNow(): void;
  /** Ids of this process's open sockets of one session. */
  socketsOf(sessionId: string): readonly string[];
  status(): Status;
};

export type FollowerOptions = Partial<Options> & { readonly pollIntervalMs?: number };

const DEFAULTS: Omit<Options, 'pollTimeoutMs'> = {
  leaseMs: 10_000,
  allowWhenStale: false,
  idleTimeoutMs: 14 * 24 * 60 * 60 * 1_000,
  expiryGraceMs: 20_000,
  capacity: 1_000_000,
};

/** A follower over these ports. Without options: POLL_INTERVAL 1 s, LEASE 10 s, a page of a poll given up after a third of the lease. */
export function createFollower<S extends Known, E extends FollowedEvent>(ports: Ports<S, E>, options: FollowerOptions = {}): Follower<S, E> {
  const { pollIntervalMs = 1_000, ...chosen } = options;
  const leaseMs = chosen.leaseMs ?? DEFAULTS.leaseMs;
  const drive = new Drive(ports, { ...DEFAULTS, pollTimeoutMs: leaseMs / 3, ...chosen }, pollIntervalMs);
  const { state } = drive;
  return {
    start: () => drive.start(),
    stop: () => drive.stop(),
    admit: async (tokenHash) => {
      const found = drive.recall(tokenHash);
      return found.kind === 'miss' ? drive.ask(tokenHash, null) : found;
    },
    admitNow: (tokenHash) => drive.recall(tokenHash),
    use: (tokenHash) => drive.use(tokenHash),
    connect: (socketId, tokenHash) => drive.ask(tokenHash, socketId),
    disconnected: (socketId) => drive.take({ kind: 'disconnected', socketId }),
    passes: (socketId) => passes(state, socketId, ports.now()),
    apply: (events) => ({ socketsClosed: events.reduce((closed, event) => closed + drive.applyOwn(event), 0) }),
    used: (sessionId, idleTimeoutMs = idleOf(state, sessionId)) => drive.take({ kind: 'used', sessionId, idleTimeoutMs }),
    forget: (sessionId) => drive.take({ kind: 'forget', sessionId }),
    pollNow: () => drive.take({ kind: 'poll' }),
    socketsOf: (sessionId) => listOf(state.copies.withId(sessionId)?.sockets ?? null),
    status: () => statusOf(drive, ports.now()),
  };
}

const idleOf = ({ copies, options }: State<Known>, sessionId: string): number => copies.withId(sessionId)?.admission.session.idleTimeoutMs ?? options.idleTimeoutMs;
