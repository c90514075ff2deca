import { CurfewError, type AdminUser, type Event, type Page } from '@curfew/contracts';
import { adminUserView, findUser, listEvents, listUsers, type Cursors, type Sql } from '@curfew/persistence';

/** Who has an account, and what happened to them. Its methods throw `invalid-request` for a cursor of another list. */
export class Directory {
  constructor(
    private readonly sql: Sql,
    private readonly cursors: Cursors,
  ) {}

  /** The account of an id. @throws CurfewError `not-found` */
  async user(id: string): Promise<AdminUser> {
    const user = await findUser(this.sql, id);
    if (user === undefined) throw new CurfewError('not-found');
    return adminUserView(user);
  }

  /** Accounts whose address or name begins with `q`, the newest first. */
  async users({ q, limit, cursor }: UserPageQuery): Promise<Page<AdminUser>> {
    const list = `users:${q ?? ''}`;
    const after = cursor === undefined ? undefined : this.cursors.decode(list, cursor);
    // One more than is shown tells whether there is a next page.
    const rows = await listUsers(this.sql, { q, limit: limit + 1, after });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items: shown.map(adminUserView), nextCursor: more ? this.cursors.encode(list, [last.createdAt, last.id]) : null };
  }

  /** What happened to an account, the newest first. */
  async activity({ userId, limit, cursor }: ActivityPageQuery): Promise<Page<Event>> {
    const list = `activity:${userId}`;
    const after = cursor === undefined ? undefined : this.cursors.decode(list, cursor);
    const rows = await listEvents(this.sql, { userId, limit: limit + 1, ...(after === undefined ? {} : { after }) });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items: shown.map(({ event }) => event), nextCursor: more ? this.cursors.encode(list, [last.event.occurredAt, last.number]) : null };
  }
}

interface UserPageQuery {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface ActivityPageQuery {
  readonly userId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}
