import type { Acknowledgement, FollowedEvent, Instant, Known, LoadAnswer, PollAnswer, PollRequest, LoadRequest } from '@curfew/follower';

export type { Acknowledgement, Instant, LoadRequest, PollRequest };

/** The record that a consumer keeps of a session. */
export type Session = Known;
export type Event = FollowedEvent & { readonly position: string; readonly version?: number };
export type Answer = PollAnswer<Event>;
/** What was read of sessions; `isOld`: by a primary that had been deposed. */
export type Found = LoadAnswer<Session> & { readonly isOld: boolean };

/** An event in the log, with the sessions that its transaction ended in truth. */
export type Entry = { readonly xid: number; readonly number: number; readonly event: Event; readonly ends: readonly string[] };

/** A statement's snapshot: what it sees. */
export type Snapshot = { readonly xmin: number; readonly xmax: number; readonly running: readonly number[] };

export const sees = (snapshot: Snapshot, xid: number): boolean => xid < snapshot.xmin || (xid < snapshot.xmax && !snapshot.running.includes(xid));

export const written = ({ xmin, xmax, running }: Snapshot): string => `${xmin}:${xmax}:${running.join(',')}`;

export function readSnapshot(text: string): Snapshot {
  const [xmin = '', xmax = '', running = ''] = text.split(':');
  return { xmin: Number(xmin), xmax: Number(xmax), running: running === '' ? [] : running.split(',').map(Number) };
}

/** A promise was broken. */
export class Violation extends Error {
  constructor(
    readonly invariant: string,
    readonly what: string,
  ) {
    super(`${invariant}: ${what}`);
  }
}
