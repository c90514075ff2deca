import { adminSessionPage, ended, type AdminSessionPage, type Ended, type ExportFormat, type Sort } from '@curfew/contracts';

import { adminCall, part } from '../admin-call.js';
import type { Filter } from './session-filter.js';

interface Asked {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly cursor: string | null;
  readonly signal?: AbortSignal;
}

export const pageSize = 50;

/** A page of everyone's sessions; the first one says how many match. */
export const listAllSessions = ({ filter, sort, cursor, signal }: Asked): Promise<AdminSessionPage> =>
  adminCall('/v1/admin/sessions', {
    query: { ...filter, sort, limit: pageSize, cursor: cursor ?? undefined },
    answer: adminSessionPage,
    ...(signal === undefined ? {} : { signal }),
  });

/** Ends anyone's session. Asked again, it answers the receipt as it is known by then. */
export const endAnySession = (id: string, reason: string | undefined): Promise<Ended> =>
  adminCall(`/v1/admin/sessions/${part(id)}`, { method: 'DELETE', query: { reason }, answer: ended });

/** Where the browser fetches what matches as a file. */
export const exportAddress = (filter: Filter, format: ExportFormat): string =>
  `/v1/admin/sessions/export?${new URLSearchParams({ ...filter, format }).toString()}`;
