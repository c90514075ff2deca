import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { adminEndQuery, adminSession, adminSessionQuery, ended, id, page, type AdminSession, type AdminSessionQuery, type Ended, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/sessions')
export class AdminSessionsController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(adminSession), 'Everyone’s sessions, live ones unless told. `q` is the beginning of an address, a name, an IP address or a device.')
  list(@Query({ schema: adminSessionQuery }) query: AdminSessionQuery, @Ask() { sessionId }: Asking): Promise<Page<AdminSession>> {
    return this.parts.sessions.lists.all(query, sessionId);
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
