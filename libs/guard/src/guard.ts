/** What `createGuard` needs to know. Only `url` and `apiKey` must be given. */
export type GuardOptions = {
  /** Where Curfew's api is: `https://accounts.example.com`. Plain http is refused unless it is this machine, or `insecure` is set. */
  readonly url: string;
  /** An API key with the scopes `feed` and `introspect`. */
  readonly apiKey: string;
  /** How long after its end a session may still be admitted while Curfew cannot be reached, in milliseconds: Curfew's own LEASE unless told, which is also the most. */
  readonly leaseMs?: number;
  /** Without a lease: refuse everyone (`deny`, the default), or go on admitting those who are in memory (`allow`; Curfew's receipts say so). */
  readonly onStale?: 'deny' | 'allow';
  /** How many sessions are kept in memory, the least used go first; those with open sockets always stay. 1,000,000 unless told. */
  readonly capacity?: number;
  /** Whom access tokens must be for; `curfew` unless told. */
  readonly audience?: string;
  /** Who must have issued access tokens; what Curfew at `url` says of itself unless told. */
  readonly issuer?: string;
  /** A name for the list of consumers: `shop, eu-west`. */
  readonly label?: string;
  /** Whether checks count as activity of the session in Curfew, so that whoever uses this app is not idle. True unless told. */
  readonly reportActivity?: boolean;
  /** Lets `url` be plain http to another machine: the API key and everyone's tokens can be read on the way. */
  readonly insecure?: boolean;
};

/** The answer to a token. `unknown`: never seen live here. `ended`: it was. `stale`: it cannot be known now; answer 503 and let the client try again. */
export type Checked = Admitted | Refused;

export type Admitted = {
  readonly active: true;
  readonly sessionId: string;
  readonly userId: string;
  /** The subject's id in your own system, for sessions that your service opened. */
  readonly externalId: string | null;
  readonly role: string | null;
};

export type Refused = { readonly active: false; readonly reason: 'unknown' | 'ended' | 'stale' };

/** Why a socket must be closed. `ended`: its session is over. `going-away`: Curfew is out of reach for too long; the client should come back later. */
export type Parting = { readonly cause: 'ended' | 'going-away'; readonly reason: string | null; readonly retryAfterMs: number | null };

/** A connection that stays open: it ends with its session. */
export type Attached = Admitted & {
  /** Whether something may pass on it now, in either direction. Ask for each message. */
  passes(): boolean;
  /** It is closed. Call it always. */
  detach(): void;
};

/** A session has ended, or many of one user (`sessionId` null), or everyone's (both null). */
export type EndedNotice = {
  readonly type: string;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly sparedSessionId: string | null;
  readonly reason: string | null;
};

export type GuardEvents = {
  /** Once for each event that ends sessions, those that were never seen here too, after their sockets were told to close. */
  readonly ended: readonly [notice: EndedNotice];
  /** The lease is lost: everyone is refused from now on (with `onStale: 'allow'` it does not come). */
  readonly stale: readonly [];
  /** Sessions can be admitted: once after the start, and each time the lease is found again. */
  readonly fresh: readonly [];
  /** Something failed that is tried again by itself: for the log. */
  readonly error: readonly [error: unknown, doing: Doing];
};

export type Doing = 'poll' | 'listen' | 'load' | 'carry-out' | 'report';

export type GuardStatus = {
  /** A first poll was answered. */
  readonly ready: boolean;
  /** Someone may be admitted right now. */
  readonly admits: boolean;
  readonly leaseMs: number;
  /** Not above zero: no lease. */
  readonly leaseMsLeft: number;
  /** Age of what is known for certain; null before the first poll. */
  readonly lagMs: number | null;
  /** Whether events are pushed to it now; without that they come with the polls, once a second. */
  readonly listening: boolean;
  readonly consumer: string | null;
  readonly sessions: number;
  readonly sockets: number;
  readonly counts: {
    readonly polls: number;
    readonly pollsFailed: number;
    readonly introspections: number;
    readonly resets: number;
    readonly hits: number;
    readonly misses: number;
    readonly stale: number;
  };
};

/** Knows which sessions of a Curfew are live, and refuses the others. */
export type Guard = {
  /** Whether this token's session is live: from memory, or on first sight by one question to Curfew. Never throws, whatever the token holds. */
  check(token: unknown): Promise<Checked>;
  /** The same for a connection that stays open; `close` is called at most once, when it must be closed. In the turn in which this resolves it is watched. */
  attach(token: unknown, close: (parting: Parting) => void): Promise<Attached | Refused>;
  /** Answers how to stop listening. A listener that throws is told to `error`. */
  on<Name extends keyof GuardEvents>(name: Name, listener: (...news: GuardEvents[Name]) => void): () => void;
  /** Resolves when a first poll was answered; until then everyone is `stale`. An outage delays it; a key that is refused rejects it. */
  ready(): Promise<void>;
  status(): GuardStatus;
  /** Reports what is still to be reported, and leaves: everyone is `stale` from then on. Sockets are parted with `going-away`. */
  close(): Promise<void>;
};
