/** What a run of faults has seen. Every time is `performance.now()` of the one process that looks on: no other clock is compared. */
export type History = readonly Entry[];

export type Entry = Opened | Admitted | Refused | Asked | Confirmed | Fault | Stall | Failover;

/** A session that was opened for a client. */
export interface Opened {
  readonly kind: 'opened';
  readonly session: string;
  readonly user: string;
  /** When it was answered. */
  readonly at: number;
}

/**
 * A process let something of a session pass. The check was made at some time of `from`…`to`: not before the question was sent, the handshake begun or the event
 * committed that the packet tells of, and not after it was seen here. `from` is what counts: what is late by it is late for certain.
 */
export interface Admitted {
  readonly kind: 'admitted';
  readonly session: string;
  readonly consumer: string;
  readonly via: 'request' | 'handshake' | 'packet';
  readonly from: number;
  readonly to: number;
}

/** A process said that the session is over: 401, or the last word on a socket. (503 says nothing, and is not kept.) */
export interface Refused {
  readonly kind: 'refused';
  readonly session: string;
  readonly consumer: string;
  readonly from: number;
  readonly to: number;
}

/** Someone asked for the end of a session. `answered` null: it may have been committed, or may still be, or never. */
export interface Asked {
  readonly kind: 'asked-to-end';
  readonly session: string;
  readonly by: string;
  readonly asked: number;
  readonly answered: number | null;
}

/** A receipt for the end of this session said `confirmed: true`, and was here at that time. */
export interface Confirmed {
  readonly kind: 'confirmed';
  readonly session: string;
  readonly at: number;
}

/** A fault. `log`: whose way to the log it may have held up; their bound is that of the cut off until it has been over for a lease. */
export interface Fault {
  readonly kind: 'fault';
  readonly name: string;
  readonly log: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** The primary gave way, at `at`, to a standby that may lack whatever was committed since `from`; `to`: it serves. */
export interface Failover {
  readonly kind: 'failover';
  readonly from: number;
  readonly at: number;
  readonly to: number;
}

/** The machine was so busy that even the one who looks on stood still. */
export interface Stall {
  readonly kind: 'stall';
  readonly from: number;
  readonly to: number;
}
