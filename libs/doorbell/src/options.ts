import type { Channel } from '@curfew/contracts';

/** What a doorbell is made from. */
export interface DoorbellOptions {
  readonly redisUrl: string;
  /** The realm's doorbell key, from PostgreSQL; each channel's HMAC key is derived from it. */
  readonly key: Buffer;
  /** The present epoch of the log. */
  readonly epoch: number;
  /** Tells this process's connections from others in Redis's list of clients. */
  readonly name: string;
  readonly log: DoorbellLog;
  /** How long one publication may take, in milliseconds; 300 unless told. */
  readonly commandTimeoutMs?: number;
  /** A channel of which nothing here needs to hear: all are heard unless told. */
  readonly deafTo?: Channel | undefined;
}

/** Where a doorbell logs; pino fits. */
export interface DoorbellLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For health and metrics: the counts only grow. */
export interface DoorbellStatus {
  /** Redis takes what is rung and has acknowledged the subscription. */
  readonly connected: boolean;
  /** Messages heard and dropped: forged (`hmac`), of another epoch, not of the schema, too large. */
  readonly dropped: Readonly<Record<Fault, number>>;
  readonly publishFailures: number;
}

/** Why a message was dropped. */
export type Fault = 'hmac' | 'epoch' | 'schema' | 'size';
