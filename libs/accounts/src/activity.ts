import type { Event, Page } from '@curfew/contracts';
import { listEvents, type Cursors, type Sql } from '@curfew/persistence';

/** What happened to an account, the newest first. @throws CurfewError `invalid-request` for a cursor of another list */
export const pageOfActivity = async (sql: Sql, cursors: Cursors, query: ActivityPageQuery): Promise<Page<Event>> => {
  const { userId, limit, cursor } = query;
  const list = `activity:${userId}`;
  const after = cursor === undefined ? undefined : cursors.decode(list, cursor);
  const rows = await listEvents(sql, { userId, limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ event }) => event),
    nextCursor: rows.length > limit && last !== undefined ? cursors.encode(list, [last.epoch, last.xid, last.number]) : null,
  };
};

interface ActivityPageQuery {
  readonly userId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}
