import type { Cursors, Database } from '@curfew/persistence';

import { AuditTrail } from './audit.js';
import { Consumers } from './consumers.js';
import { Policies } from './policies/policies.js';
import type { Receipts } from './receipts.js';
import { BulkRevocations } from './revocations/bulk-revocations.js';
import { BulkWork } from './revocations/bulk-work.js';
import type { SessionRules } from './rules.js';
import type { Sessions } from './sessions.js';
import { Statistics } from './statistics.js';

/** What administrators ask for, and what the worker carries out of it. */
export interface Administration {
  readonly audit: AuditTrail;
  readonly consumers: Consumers;
  readonly policies: Policies;
  readonly statistics: Statistics;
  /** Ending sessions by filter: asked for, and carried out. */
  readonly revocations: BulkRevocations;
  readonly bulkWork: BulkWork;
}

/** What administration is made from. */
export interface AdministrationParts {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly receipts: Receipts;
  readonly sessions: Sessions;
  readonly rules: SessionRules;
}

export const administration = ({ database, cursors, receipts, sessions, rules }: AdministrationParts): Administration => ({
  audit: new AuditTrail({ database, cursors, receipts }),
  consumers: new Consumers({ database, receipts }),
  policies: new Policies({ database, sessions, rules }),
  statistics: new Statistics(database),
  revocations: new BulkRevocations({ database, sessions, receipts, rules, cursors }),
  bulkWork: new BulkWork({ database, sessions, receipts, rules }),
});
