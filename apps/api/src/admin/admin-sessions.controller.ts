import { Controller, Delete, Get, Param, Query, Req, type StreamableFile } from '@nestjs/common';
import {
  adminEndQuery,
  adminSession,
  adminSessionExport,
  adminSessionPage,
  adminSessionQuery,
  ended,
  id,
  type AdminSession,
  type AdminSessionExport,
  type AdminSessionPage,
  type AdminSessionQuery,
  type Ended,
} from '@curfew/contracts';
import type { FastifyRequest } from 'fastify';

import { Answers, AnswersFile } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { attachment } from '../http/attachment.js';
import { Parts } from '../parts.js';
import { sessionColumns } from './session-table.js';
import { whileAdministrator } from './while-administrator.js';

@Administrators()
@Controller('v1/admin/sessions')
export class AdminSessionsController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, adminSessionPage, 'Everyone’s sessions that match, live ones unless told. `q` is the beginning of an address, a name or a device, or an IP address; `total` comes with the first page.')
  list(@Query({ schema: adminSessionQuery }) query: AdminSessionQuery, @Ask() { sessionId }: Asking): Promise<AdminSessionPage> {
    return this.parts.sessions.lists.all(query, sessionId);
  }

  @Get('export')
  @AnswersFile('Everyone’s sessions that match, as a file. By `createdAt` each comes exactly once, however long it takes; cells that a spreadsheet would run are defused.')
  export(@Query({ schema: adminSessionExport }) { format, sort, ...filter }: AdminSessionExport, @Req() request: FastifyRequest): Promise<StreamableFile> {
    const pages = this.parts.sessions.lists.each(filter, sort);
    return attachment({ name: 'curfew-sessions', format, rows: whileAdministrator(this.parts, request, pages), columns: sessionColumns });
  }

  @Get(':id')
  @Answers(200, adminSession, 'Anyone’s session, live or ended.')
  get(@Param('id', { schema: id }) which: string, @Ask() { sessionId }: Asking): Promise<AdminSession> {
    return this.parts.sessions.lists.any(which, sessionId);
  }

  @Delete(':id')
  @Answers(200, ended, 'Logs anyone’s device out; `reason` stays in the audit trail. Answers the same the second time.')
  end(
    @Param('id', { schema: id }) which: string,
    @Query({ schema: adminEndQuery }) { reason, wait }: { readonly reason?: string | undefined; readonly wait?: number | undefined },
    @Ask() asking: Asking,
  ): Promise<Ended> {
    return this.parts.sessions.revoke({ sessionId: which }, 'revoked-by-admin', { ...asAdministrator(asking, reason), waitMs: wait, currentId: asking.sessionId });
  }
}
