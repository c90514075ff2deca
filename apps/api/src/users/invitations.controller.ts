import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { invitationAcceptance, signedIn, type InvitationAcceptance, type SignedIn } from '@curfew/contracts';
import type { Origin } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { From } from '../http/asking.js';
import { TokenDelivery } from '../http/delivery.js';
import { Accounts } from './accounts.js';

@ApiTags('Account')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: TokenDelivery,
  ) {}

  @Public()
  @Post('accept')
  @Answers(201, signedIn, 'Gives an invited account its password, and signs in. 403 `invalid-secret` once the link was used or is 72 hours old.')
  async accept(@Body({ schema: invitationAcceptance }) body: InvitationAcceptance, @From() from: Origin, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedIn> {
    const origin = this.tokens.fromDevice(from, body.delivery, reply.request);
    const { user, opened } = await this.accounts.accept(body, origin);
    return { user, session: opened.session, ...this.tokens.deliver(opened, { origin, ...body }, reply) };
  }
}
