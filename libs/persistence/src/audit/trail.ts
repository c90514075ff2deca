import type { AuditEvent } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { ofPeople } from '../stores/canaries.js';
import { eventView } from '../stores/events.js';

/** Newest first. `from` and `to` are instants, the second one not included; `after` are the last row's time and number. */
export interface AuditTrailQuery {
  readonly type?: string | undefined;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly after?: readonly (string | number)[] | undefined;
}

/** An event of the trail with its place in the list. */
export interface TrailRow {
  readonly event: AuditEvent;
  readonly number: string;
}

/** One page of the audit trail, canaries left out. Read by an index whichever filters are given, from the partitions of the span alone. */
export function listAuditTrail(sql: Sql, query: AuditTrailQuery): Promise<readonly TrailRow[]> {
  const { text, values } = auditTrailStatement(query);
  return sql.query<TrailRow>(text, values);
}

/** The statement of a page, for whoever explains it. */
export function auditTrailStatement({ limit, after, ...filters }: AuditTrailQuery): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [limit];
  const conditions = [ofPeople('e.user_id')];
  for (const [name, condition] of Object.entries(conditionOf)) {
    const value = Reflect.get(filters, name);
    if (value !== undefined) conditions.push(`${condition} $${values.push(value)}`);
  }
  // The time alone bounds the partitions that are read.
  if (after !== undefined) {
    const at = `$${values.push(after[0])}::timestamptz`;
    conditions.push(`e.occurred_at <= ${at}`, `(e.occurred_at, e.number) < (${at}, $${values.push(after[1])}::bigint)`);
  }
  return { text: `select ${auditView} as event, e.number::text from session_events e where ${conditions.join(' and ')} order by e.occurred_at desc, e.number desc limit $1`, values };
}

const conditionOf = {
  type: 'e.type =',
  userId: 'e.user_id =',
  sessionId: 'e.session_id =',
  actorId: 'e.actor_id =',
  from: 'e.occurred_at >=',
  to: 'e.occurred_at <',
} as const;

const auditView = `${eventView} || jsonb_build_object('from', e.actor_from, 'ipAddress', host(e.ip_address), 'note', e.note, 'receipt', e.receipt, 'erased', e.erased)`;
