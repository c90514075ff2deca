import { auditEvent, auditVerification, page, type AuditEvent, type AuditVerification, type Page } from '@curfew/contracts';

import { adminCall } from '../admin-call.js';
import type { TrailFilter } from './trail-filter.js';

const auditPage = page(auditEvent);

export const listAudit = (filter: TrailFilter, cursor: string | null, limit = 50): Promise<Page<AuditEvent>> =>
  adminCall('/v1/admin/events', { query: { ...filter, limit, cursor: cursor ?? undefined }, answer: auditPage });

const patienceMs = 10 * 60_000;

/** Has the whole trail checked against its chain. It reads every event: of many millions that takes minutes. */
export const verifyAudit = (): Promise<AuditVerification> => adminCall('/v1/admin/events/verify', { answer: auditVerification, patienceMs });

/** Where the browser fetches the trail as a file. */
export const auditExportAddress = (filter: TrailFilter, format: 'csv' | 'ndjson'): string =>
  `/v1/admin/events/export?${new URLSearchParams({ ...filter, format }).toString()}`;
