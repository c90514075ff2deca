import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { setUp, signedIn, type SetUp, type SignedIn } from '@curfew/contracts';
import type { Origin } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { From } from '../http/asking.js';
import { TokenDelivery } from '../http/delivery.js';
import { Accounts } from './accounts.js';

@ApiTags('Account')
@Controller('v1/set-up')
export class SetUpController {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: TokenDelivery,
  ) {}

  @Public()
  @Post()
  @Answers(201, signedIn, 'Makes the first administrator by the one-time link of an empty installation. 403 `invalid-secret` once it was used or is a day old.')
  async setUp(@Body({ schema: setUp }) body: SetUp, @From() from: Origin, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedIn> {
    const origin = this.tokens.fromDevice(from, body.delivery, reply.request);
    const { user, opened } = await this.accounts.setUp(body, origin);
    return { user, session: opened.session, ...this.tokens.deliver(opened, { origin, ...body }, reply) };
  }
}
