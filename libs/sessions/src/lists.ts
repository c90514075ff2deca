import { CurfewError, type AdminSession, type AdminSessionPage, type AdminSessionQuery, type Page, type Session, type SessionFilter, type SessionQuery, type Sort, type Total } from '@curfew/contracts';
import { countSessions, findSession, listOwnSessions, searchSessions, type Cursors, type Database, type ListedSession, type LiveSession, type Search } from '@curfew/persistence';

import type { ActivityLog } from './activity.js';
import { CurrentTexts, type CurrentText } from './current-text.js';
import { deadlineOf, reachOf } from './reach.js';
import type { Recent } from './recent.js';
import type { OneSession } from './revoke.js';
import type { SessionRules } from './rules.js';
import { present } from './present.js';
import { countedUpTo, totalOf } from './total.js';

/** A user's own list: who asks, with which session; null where it is none of theirs. */
export type OwnList = SessionQuery & { readonly userId: string; readonly currentId: string | null };

interface ListParts {
  readonly database: Database;
  readonly activity: ActivityLog;
  readonly rules: SessionRules;
  readonly cursors: Cursors;
  /** How many sockets sessions had open when a gateway last told. */
  readonly online: Recent<string, number>;
}

/** What there is to see: sessions as their user, or an administrator, sees them. Never from memory: from the primary. */
export class SessionLists {
  private readonly texts = new CurrentTexts();

  constructor(private readonly parts: ListParts) {}

  /** A user's own sessions: the one that asks first, then by newest activity. */
  async own({ userId, currentId, status, limit, cursor }: OwnList): Promise<Page<Session>> {
    const { database, cursors } = this.parts;
    const list = `own sessions ${status}`;
    const after = cursor === undefined ? undefined : cursors.decode(list, cursor);
    // Side by side: the one that asks takes a row's room, so there may be one row more than is needed.
    const [current, rows] = await Promise.all([
      currentId !== null && cursor === undefined && status !== 'ended' ? findSession(database, currentId, userId) : undefined,
      listOwnSessions(database, { userId, status, limit: limit + 1, except: status === 'ended' ? null : currentId, after }),
    ]);
    const room = limit - (current === undefined ? 0 : 1);
    const shown = rows.slice(0, room);
    return {
      items: [...(current === undefined ? [] : [current]), ...shown].map((row) => this.view(row, currentId)),
      nextCursor: rows.length > room ? this.cursorAfter(list, shown.at(-1), current) : null,
    };
  }

  /** The session that asks, from memory: the request is its activity. */
  current(session: LiveSession): Session {
    const now = Date.now();
    const deadline = deadlineOf(reachOf(session.view, this.parts.rules.idleTimeoutMs), now);
    const moved = { lastActiveAt: new Date(now).toISOString(), expiresAt: new Date(deadline).toISOString() };
    return present({ ...session.view, ...moved }, { now, idleAfterMs: this.parts.rules.idleAfterMs, currentId: session.id, connections: this.connectionsOf(session) });
  }

  /** The same as JSON, for who asks all the time. */
  currentText(session: LiveSession): CurrentText {
    const { rules } = this.parts;
    return this.texts.of(session, { now: Date.now(), connections: this.connectionsOf(session), idleTimeoutMs: rules.idleTimeoutMs }, () => this.current(session));
  }

  private connectionsOf({ view, connections }: LiveSession): number {
    return this.parts.online.get(view.id) ?? connections;
  }

  /** Everyone's sessions that match, for an administrator; how many there are comes with the first page. */
  async all({ sort, limit, cursor, ...filter }: AdminSessionQuery, currentId: string | null): Promise<AdminSessionPage> {
    const { cursors } = this.parts;
    const list = `all sessions ${filter.status} ${sort}`;
    const after = cursor === undefined ? undefined : cursors.decode(list, cursor);
    const [rows, total] = await Promise.all([this.search({ filter, sort, limit: limit + 1, after }), cursor === undefined ? this.total(filter) : null]);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map((row) => this.adminView(row, currentId)),
      nextCursor: rows.length > limit ? this.cursorAfter(list, shown.at(-1), undefined) : null,
      total,
    };
  }

  /** All that match, a page at a time, each read when the one before is taken. By `createdAt` each comes exactly once, whatever happens meanwhile. */
  async *each(filter: SessionFilter, sort: Sort): AsyncGenerator<readonly AdminSession[], void> {
    let after: readonly (string | number)[] | undefined;
    for (;;) {
      const rows = await this.search({ filter, sort, limit: EXPORTED, after });
      const last = rows.at(-1);
      if (rows.length > 0) yield rows.map((row) => this.adminView(row, null));
      if (last === undefined || rows.length < EXPORTED) return;
      after = [last.key, last.view.id];
    }
  }

  private search(search: Omit<Search, 'idleAfterMs'>): Promise<readonly ListedSession[]> {
    return searchSessions(this.parts.database, { ...search, idleAfterMs: this.parts.rules.idleAfterMs });
  }

  private async total(filter: SessionFilter): Promise<Total> {
    return totalOf(await countSessions(this.parts.database, { filter, idleAfterMs: this.parts.rules.idleAfterMs }, countedUpTo));
  }

  /** One session, live or ended; `not-found` when it is not there, or not of that user. */
  async get(which: OneSession, currentId: string | null): Promise<Session> {
    return this.view(await this.find(which), currentId);
  }

  /** Anyone's session, for an administrator. */
  async any(sessionId: string, currentId: string | null): Promise<AdminSession> {
    return this.adminView(await this.find({ sessionId }), currentId);
  }

  private async find({ sessionId, userId }: OneSession): Promise<ListedSession> {
    const row = await findSession(this.parts.database, sessionId, userId ?? null);
    if (row === undefined) throw new CurfewError('not-found');
    return row;
  }

  private view({ view, connections }: ListedSession, currentId: string | null): Session {
    const ago = this.parts.activity.agoMs(view.id);
    const fresh = ago === undefined || view.endedAt !== null ? view : { ...view, lastActiveAt: later(view.lastActiveAt, Date.now() - ago) };
    return present(fresh, { now: Date.now(), idleAfterMs: this.parts.rules.idleAfterMs, currentId, connections });
  }

  private adminView(row: ListedSession, currentId: string | null): AdminSession {
    return { ...this.view(row, currentId), user: row.user };
  }

  // A page of one that holds the current session alone goes on from the very beginning of the others.
  private cursorAfter(list: string, last: ListedSession | undefined, current: ListedSession | undefined): string {
    return this.parts.cursors.encode(list, last === undefined ? ['infinity', current?.view.id ?? ''] : [last.key, last.view.id]);
  }
}

// Rows a page of an export: some hundred kilobytes.
const EXPORTED = 500;

const later = (instant: string, epochMs: number): string => (Date.parse(instant) >= epochMs ? instant : new Date(epochMs).toISOString());
