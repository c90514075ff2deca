import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { changeUser, invite, inviteAgain, type InvitedAccount } from '@curfew/accounts';
import { adminEndQuery, adminUser, adminUserPatch, endedMany, id, invitation, invited, page, userQuery, type AdminUser, type AdminUserPatch, type EndedMany, type Invitation, type Invited, type Page, type UserQuery } from '@curfew/contracts';
import type { Change } from '@curfew/sessions';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/users')
export class AdminUsersController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(adminUser), 'All accounts, the newest first. `q` is the beginning of an address or a name.')
  list(@Query({ schema: userQuery }) query: UserQuery): Promise<Page<AdminUser>> {
    return this.parts.directory.users(query);
  }

  @Post()
  @Answers(201, invited, 'Makes an account for someone, with a link by which they choose a password: it works once, within 72 hours, and is told here alone.')
  invite(@Body({ schema: invitation }) body: Invitation, @Ask() asking: Asking): Promise<Invited> {
    return this.inviting((change) => invite(change.sql, body, asAdministrator(asking)));
  }

  @Post(':id/invitation')
  @Answers(201, invited, 'Makes a new link for someone who has not chosen a password yet; the one before works no more. 409 `conflict` for everyone else.')
  inviteAgain(@Param('id', { schema: id }) which: string, @Ask() asking: Asking): Promise<Invited> {
    return this.inviting((change) => inviteAgain(change.sql, which, asAdministrator(asking)));
  }

  @Get(':id')
  @Answers(200, adminUser, 'One account.')
  get(@Param('id', { schema: id }) which: string): Promise<AdminUser> {
    return this.parts.directory.user(which);
  }

  @Patch(':id')
  @Answers(200, adminUser, 'Changes someone’s role or name, or whether they may sign in; disabling ends all of their sessions. 409 `last-administrator` where nobody would be left.')
  async patch(@Param('id', { schema: id }) which: string, @Body({ schema: adminUserPatch }) patch: AdminUserPatch, @Ask() asking: Asking): Promise<AdminUser> {
    const by = asAdministrator(asking);
    const { value } = await this.parts.sessions.change(async (change) => {
      const changed = await changeUser(change.sql, { id: which, patch }, by);
      for (const event of changed.events) change.record(event);
      if (changed.becameDisabled) await this.parts.sessions.revoke({ userId: which }, 'user-disabled', { ...by, change });
      return changed;
    });
    return value.user;
  }

  @Delete(':id/sessions')
  @Answers(200, endedMany, 'Logs someone out everywhere, as one act, however many sessions they have.')
  endSessions(
    @Param('id', { schema: id }) which: string,
    @Query({ schema: adminEndQuery }) { reason, wait }: { readonly reason?: string | undefined; readonly wait?: number | undefined },
    @Ask() asking: Asking,
  ): Promise<EndedMany> {
    return this.parts.sessions.revoke({ userId: which }, 'revoked-by-admin', { ...asAdministrator(asking, reason), waitMs: wait });
  }

  // Behind the #, no server on the way sees the secret.
  private async inviting(work: (change: Change) => Promise<InvitedAccount>): Promise<Invited> {
    const { value } = await this.parts.sessions.change(async (change) => {
      const account = await work(change);
      for (const event of account.events) change.record(event);
      return account;
    });
    return { user: value.user, invitationUrl: `${this.parts.publicUrl()}/invitation#${value.secret}` };
  }
}
