import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { auditEvent, auditExportQuery, auditQuery, auditVerification, page, type AuditEvent, type AuditExportQuery, type AuditQuery, type AuditVerification, type Page } from '@curfew/contracts';

import { Answers, AnswersFile } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { attachment, type Columns } from '../http/attachment.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/events')
export class AdminEventsController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(auditEvent), 'The audit trail, the newest first: who, whom, from where, why, by which request, and the proof. `from` is included, `to` is not.')
  list(@Query({ schema: auditQuery }) query: AuditQuery): Promise<Page<AuditEvent>> {
    return this.parts.audit.list(query);
  }

  @Get('export')
  @AnswersFile('The audit trail as a file, with the same filters. Cells that a spreadsheet would run are defused.')
  export(@Query({ schema: auditExportQuery }) query: AuditExportQuery): Promise<StreamableFile> {
    return attachment({ name: 'curfew-audit', format: query.format, rows: this.parts.audit.all(query), columns });
  }

  @Get('verify')
  @Answers(200, auditVerification, 'Checks every event against the hash chain. What was edited, removed, inserted, reordered or cut is named by the position of the first.')
  verify(): Promise<AuditVerification> {
    return this.parts.audit.verify();
  }
}

const columns: Columns<AuditEvent> = {
  occurredAt: ({ occurredAt }) => occurredAt,
  type: ({ type }) => type,
  userId: ({ userId }) => userId,
  sessionId: ({ sessionId }) => sessionId,
  actorType: ({ actor }) => actor.type,
  actorId: ({ actor }) => actor.id,
  reason: ({ reason }) => reason,
  note: ({ note }) => note,
  ipAddress: ({ ipAddress }) => ipAddress,
  device: ({ session }) => session?.device.label ?? session?.device.name,
  country: ({ session }) => session?.location?.country,
  requestId: ({ requestId }) => requestId,
  receipt: ({ receipt }) => (receipt === null ? null : JSON.stringify(receipt)),
  erased: ({ erased }) => erased,
  position: ({ position }) => position,
  id: ({ id }) => id,
};
