import type { Session } from '@curfew/contracts';

import type { Row } from './rows.js';

/** A line of the table: a device, or one session of an open group. */
export type Line =
  | { readonly kind: 'device'; readonly key: string; readonly row: Row; readonly open: boolean }
  | { readonly kind: 'session'; readonly key: string; readonly row: Row; readonly session: Session; readonly number: number };

/** The rows as lines; the sessions of the groups in `open` follow their device. */
export const linesOf = (rows: readonly Row[], open: ReadonlySet<string>): readonly Line[] =>
  rows.flatMap((row): readonly Line[] => {
    const isOpen = row.sessions.length > 1 && open.has(row.key);
    const line: Line = { kind: 'device', key: row.key, row, open: isOpen };
    if (!isOpen) return [line];
    const inner = row.sessions.map((session, index): Line => ({ kind: 'session', key: session.id, row, session, number: index + 1 }));
    return [line, ...inner];
  });
