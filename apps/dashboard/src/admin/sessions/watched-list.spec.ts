import type { AdminSession, AdminSessionPage } from '@curfew/contracts';

import { ada, eventOf, sessionOf } from '../../active-sessions/sessions.fixture.js';
import type { Filter } from './session-filter.js';
import { distinctRows, hearBatch, unseenOf, withHead } from './watched-list.js';

const row = (n: number): AdminSession => ({ ...sessionOf(n), user: { id: ada, email: 'ada@example.com', name: null } });
const page = (...items: readonly AdminSession[]): AdminSessionPage => ({ items: [...items], nextCursor: null, total: { count: 40, precision: 'exact' } });
const pages = { pages: [page(row(1), row(2)), { ...page(row(3)), total: null }], pageParams: [null, 'next'] };
const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

describe('the rows of all sessions after a batch of events', () => {
  it('lack what ended, once, and the count follows', () => {
    const end = eventOf('session-revoked', { sessionId: row(2).id });
    const heard = hearBatch(pages, [end, end]);
    expect(idsOf(heard.ended)).toEqual([row(2).id]);
    expect(idsOf(distinctRows(heard.pages.pages))).toEqual(idsOf([row(1), row(3)]));
    expect(heard.pages.pages[0]?.total).toEqual({ count: 39, precision: 'exact' });
    expect(hearBatch(heard.pages, [end])).toEqual({ pages: heard.pages, ended: [] });
  });

  it('lack all of a user but the spared one after one act', () => {
    const heard = hearBatch(pages, [eventOf('sessions-revoked', { sparedSessionId: row(3).id })]);
    expect(idsOf(heard.ended)).toEqual(idsOf([row(1), row(2)]));
  });

  it('stay the same object when the events are of others', () => {
    const others = Array.from({ length: 1000 }, (_, n) => eventOf('session-created', { session: sessionOf(1000 + n) }));
    expect(hearBatch(pages, others).pages).toBe(pages);
  });

  it('have the new address, and keep whose they are', () => {
    const moved = eventOf('session-updated', { session: sessionOf(1, { ipAddress: '198.51.100.7', online: false }) });
    expect(hearBatch({ ...pages, pages: [page({ ...row(1), online: true })] }, [moved]).pages.pages[0]?.items).toMatchObject([
      { ipAddress: '198.51.100.7', online: true, user: { email: 'ada@example.com' } },
    ]);
  });

  it('lack what has moved out of the filter, though it goes on, and not what only may have', () => {
    const moved = eventOf('session-updated', { session: sessionOf(1, { ipAddress: '198.51.100.7' }) });
    const of = (filter: Filter) => hearBatch(pages, [moved, eventOf('session-updated', { session: sessionOf(77) })], filter);
    for (const filter of [{ ip: '203.0.113.42' }, { country: 'pt' }, { deviceType: 'tv' }]) {
      const heard = of(filter);
      expect([idsOf(heard.pages.pages.flatMap(({ items }) => items)), heard.ended, heard.pages.pages[0]?.total?.count]).toEqual([idsOf([row(2), row(3)]), [], 39]);
    }
    for (const filter of [{}, { ip: '198.51.100.7' }, { ip: '198.51.100.0/24' }, { deviceType: 'desktop' }]) expect(idsOf(of(filter).pages.pages.flatMap(({ items }) => items))).toEqual(idsOf([row(1), row(2), row(3)]));
  });

  it('are the new first page when it is alone, and stay where they are when more were loaded', () => {
    const head = { ...page(row(4), row(1)), total: { count: 41, precision: 'exact' as const } };
    expect(idsOf(distinctRows(withHead({ pages: [page(row(1))], pageParams: [null] }, head, false).pages))).toEqual(idsOf([row(4), row(1)]));
    const kept = withHead(pages, head, false);
    expect(idsOf(distinctRows(kept.pages))).toEqual(idsOf([row(1), row(2), row(3)]));
    expect(kept.pages[0]?.total?.count).toBe(41);
    expect(unseenOf(pages, head)).toBe(1);
  });
});
