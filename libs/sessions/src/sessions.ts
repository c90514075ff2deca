import { CurfewError, type BlockedDevice, type EndReason, type Ended, type EndedMany, type Event, type Receipt, type Session, type SessionPatch } from '@curfew/contracts';
import type { Doorbell } from '@curfew/doorbell';
import type { Admission, Miss } from '@curfew/follower';
import { acknowledgeSession, changeSession, Cursors, expireSessions, fillGeneration, findEndPosition, listBlockedDevices, makePartitions, removeLapsedConsumers, sweepSessions, type Database, type LiveSession } from '@curfew/persistence';

import type { ActivityLog } from './activity.js';
import { blockAndEnd, unblock } from './block.js';
import { ByTurns } from './by-turns.js';
import { Change } from './change.js';
import type { ServerFollower } from './follow.js';
import type { Log } from './log.js';
import { SessionLists } from './lists.js';
import { openAlone, openSession, type Opened, type Opening, type OpeningGround } from './open.js';
import type { By, Origin } from './origin.js';
import type { From, Whereabouts } from './place/whereabouts.js';
import type { Receipts } from './receipts.js';
import type { Recent } from './recent.js';
import { endOf, revokeMany, revokeOne, type ManySessions, type OneSession } from './revoke.js';
import { activityBatchMs, type SessionRules } from './rules.js';
import { rotate } from './rotate.js';
import { hashToken } from './token.js';
import { noTracing, type Tracing } from './tracing.js';

/** What `Sessions` is made from: its process's own follower among it, which learns of what is done here like any other. */
export interface SessionsParts {
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly follower: ServerFollower;
  readonly activity: ActivityLog;
  readonly whereabouts: Whereabouts;
  readonly receipts: Receipts;
  readonly rules: SessionRules;
  readonly cursors: Cursors;
  readonly online: Recent<string, number>;
  readonly ground: OpeningGround;
  readonly log: Pick<Log, 'warn'>;
  readonly tracing?: Tracing | undefined;
}

/** Who revokes, and how: within a transaction of the caller's, or how long the answer may wait to be confirmed. */
export interface Revoking extends By {
  readonly change?: Change | undefined;
  readonly waitMs?: number | undefined;
  /** The session that asks. */
  readonly currentId?: string | null;
}

/** The one door: sessions are opened, ended and expired here and nowhere else, and what is told of them is told from here. */
export class Sessions {
  readonly lists: SessionLists;
  /** How many events of each type this process has committed since its start. */
  readonly written: Record<string, number> = {};
  private readonly turns = new ByTurns();
  private readonly traced: Tracing;

  constructor(private readonly parts: SessionsParts) {
    this.traced = parts.tracing ?? noTracing;
    this.lists = new SessionLists(parts);
  }

  /** Admits from memory, without a query; `miss` when the primary must be asked. */
  authenticateNow(token: string): Admission<LiveSession> | Miss {
    return this.parts.follower.admitNow(hashToken(token));
  }

  /** The session if memory admits it at this instant, and that it was used. Whoever is told nothing asks by `authenticate`, which says why. */
  use(token: string): LiveSession | undefined {
    const session = this.parts.follower.use(hashToken(token));
    if (session !== undefined) this.parts.activity.used(session.id);
    return session;
  }

  /** Admits from memory, else from the primary. `stale`: it cannot be known now. */
  authenticate(token: string): Promise<Admission<LiveSession>> {
    return this.parts.follower.admit(hashToken(token));
  }

  /** An authenticated request was made: activity. Written in batches. */
  used(sessionId: string): void {
    this.parts.follower.used(sessionId);
    this.parts.activity.used(sessionId);
  }

  /** A request of a live session came from there. A change of address, system or browser is written in the background, with its event; only then `origin` is asked. */
  seenFrom(session: LiveSession, from: From, origin: () => Origin): void {
    this.parts.whereabouts.seen(session, from, origin);
  }

  /** Does `work` in one transaction. Its events are applied here and rung once they are committed; when it throws, nothing has happened. */
  async change<T>(work: (change: Change) => Promise<T>): Promise<{ readonly value: T; readonly events: readonly Event[] }> {
    const { value, events } = await this.traced.span({ name: 'commit' }, () => this.parts.database.transaction(async (sql) => {
      const change = new Change(sql);
      return { value: await work(change), events: change.events };
    }));
    this.tell(events);
    return { value, events };
  }

  /** Does what takes a user's row one after the other in this process, so that many who sign in as one leave room for everyone else. */
  inTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
    return this.turns.run(userId, work);
  }

  /** Opens a session for a user who has proved to be one. */
  async open(opening: Opening, change?: Change): Promise<Opened> {
    const own = new Change(this.parts.database);
    const alone = change === undefined ? await this.traced.span({ name: 'commit' }, () => openAlone(own, opening, this.parts.ground)) : undefined;
    this.tell(own.events);
    const { session, token } = alone ?? (change === undefined ? (await this.change((within) => openSession(within, opening, this.parts.ground))).value : await openSession(change, opening, this.parts.ground));
    return { session: { ...session, current: true }, token };
  }

  /**
   * Gives a session another token, in a transaction that also writes an event which names it (`password-changed`): by that consumers forget what they read by the old one, which is accepted for another minute.
   * Where the session is not live any more, or has had another token for more than a minute: `unauthenticated`.
   */
  rotate(session: Pick<LiveSession, 'id' | 'tokenHash'>, change: Change): Promise<string> {
    return rotate(change, session);
  }

  /** Ends, in the background, sessions of which a token was shown that had been replaced more than a minute before: it was copied. */
  reused(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) {
      this.revoke({ sessionId }, 'token-reuse', { actor: { type: 'system', id: null }, waitMs: 0 })
        .catch((error: unknown) => this.parts.log.warn({ err: error, sessionId }, 'a session whose replaced token was shown could not be ended: that token is refused all the same'));
    }
  }

  /** Ends one session. The second time it answers the same; one that is not there, or not of that user: `not-found`. */
  revoke(which: OneSession, reason: EndReason, by: Revoking): Promise<Ended>;
  /** Ends all of a user's or everyone's, as one act with one event. A spared session that is not live any more: `unauthenticated`. */
  revoke(which: ManySessions, reason: EndReason, by: Revoking): Promise<EndedMany>;
  revoke(which: OneSession | ManySessions, reason: EndReason, by: Revoking): Promise<Ended | EndedMany> {
    return 'sessionId' in which ? this.revokeOne(which, reason, by) : this.revokeMany(which, reason, by);
  }

  /** What is known now of who has heard of these events, at most `waitMs` after they were committed. */
  receipt(events: readonly Event[], waitMs?: number): Promise<Receipt> {
    return this.parts.receipts.of(events.map(({ id, position }) => ({ id, position })), waitMs);
  }

  /** Marks a session whose deadline has passed; nothing for one whose has not. */
  async expire(sessionId: string): Promise<void> {
    await this.change(async (change) => {
      for (const event of await expireSessions(change.sql, [sessionId])) change.record(event);
    });
  }

  /** Marks up to `limit` sessions whose deadline passed more than two batches of activity ago. Answers how many. */
  async sweepExpired(limit: number): Promise<number> {
    const { events } = await this.change(async (change) => {
      for (const event of await sweepSessions(change.sql, 2 * activityBatchMs(this.parts.rules), limit)) change.record(event);
    });
    return events.length;
  }

  /** Writes into up to `limit` rows how their generation ended. Answers 0 when there is no more to do. */
  async fillHistory(limit: number): Promise<number> {
    return (await this.change(({ sql }) => fillGeneration(sql, limit))).value;
  }

  /** Makes the log's partitions a year ahead. Answers how many were made. */
  makePartitions(): Promise<number> {
    return makePartitions(this.parts.database);
  }

  /** Takes out the rows of consumers that have been dead for a minute, so long administrators are shown them, with the sockets that they had open. Answers how many. */
  async forgetLapsed(): Promise<number> {
    return removeLapsedConsumers(this.parts.database, await this.parts.receipts.dead(60_000));
  }

  /** Changes what its user calls a session, or what kind of device it is. */
  async patch(which: { readonly sessionId: string; readonly userId: string }, patch: SessionPatch, by: By & { readonly currentId: string }): Promise<Session> {
    // One statement is its own transaction.
    const event = await changeSession(this.parts.database, { ...which, ...patch, requestId: by.requestId ?? null });
    if (event === undefined) throw new CurfewError('not-found');
    this.tell([event]);
    return this.lists.get(which, by.currentId);
  }

  /** *It was me*: takes the flag of an unfamiliar session away. The session that asks cannot vouch for itself. */
  async acknowledge(which: { readonly sessionId: string; readonly userId: string }, by: By & { readonly currentId: string }): Promise<Session> {
    if (which.sessionId === by.currentId) throw new CurfewError('forbidden');
    await this.change(async (change) => {
      const event = await acknowledgeSession(change.sql, { ...which, requestId: by.requestId ?? null });
      if (event === undefined) throw new CurfewError('not-found');
      change.record(event);
    });
    return this.lists.get(which, by.currentId);
  }

  /** Ends what a session's device has open, and blocks it from signing in to the account again: one transaction. */
  async block(which: { readonly sessionId: string; readonly userId: string }, by: By & { readonly currentId: string }, waitMs?: number): Promise<Ended> {
    const started = performance.now();
    await this.change((change) => blockAndEnd(change, which, by));
    const session = await this.lists.get(which, by.currentId);
    const position = await findEndPosition(this.parts.database, which.sessionId);
    if (position === undefined) throw new CurfewError('conflict');
    return { session, receipt: await this.parts.receipts.of([{ position }], waitMs, started) };
  }

  /** The devices that cannot sign in to an account. */
  blockedDevices(userId: string): Promise<readonly BlockedDevice[]> {
    return listBlockedDevices(this.parts.database, userId);
  }

  /** Lets a blocked device sign in again; `not-found` for one that is not the user's. */
  async unblock(which: { readonly id: string; readonly userId: string }, by: By): Promise<void> {
    await this.change((change) => unblock(change, which, by));
  }

  /** Writes down what activity has gathered. */
  flushActivity(): Promise<void> {
    return this.parts.activity.flush();
  }

  private async revokeOne(which: OneSession, reason: EndReason, by: Revoking): Promise<Ended> {
    const { change, waitMs, currentId = null } = by;
    const started = performance.now();
    // One statement is its own transaction.
    const own = change ?? new Change(this.parts.database);
    const event = await this.traced.span({ name: 'commit' }, () => revokeOne(own, which, endOf(reason, by)));
    if (change === undefined) this.tell(own.events);
    const session = event?.session ?? (await this.lists.get(which, currentId));
    const position = event?.position ?? (await findEndPosition(own.sql, which.sessionId));
    if (position === undefined) throw new CurfewError('conflict');
    const receipt = await this.parts.receipts.of([{ position }], change === undefined ? waitMs : 0, started);
    return { session: { ...session, current: session.id === currentId }, receipt };
  }

  private async revokeMany(which: ManySessions, reason: EndReason, by: Revoking): Promise<EndedMany> {
    const { change, waitMs } = by;
    const started = performance.now();
    const end = endOf(reason, by);
    const { event, revoked, more } = change === undefined ? (await this.change((own) => revokeMany(own, which, end))).value : await revokeMany(change, which, end);
    const receipt = await this.parts.receipts.of([event], change === undefined ? waitMs : 0, started);
    return { revoked, ...(more ? { more: true } : {}), receipt };
  }

  // The process that has committed is a consumer like the others: they are on their way to them while they are applied here, in the same turn.
  private tell(events: readonly Event[]): void {
    if (events.length === 0) return;
    this.parts.receipts.committed(events);
    for (const { type } of events) this.written[type] = (this.written[type] ?? 0) + 1;
    this.traced.span({ name: 'tell', kind: 'producer', attributes: { 'curfew.events': events.length, 'curfew.event.type': events[0]?.type ?? '', 'curfew.event.id': events[0]?.id ?? '' } }, () => {
      this.parts.doorbell.ring(events, this.traced.carry());
      this.parts.follower.apply(events);
    });
  }
}
