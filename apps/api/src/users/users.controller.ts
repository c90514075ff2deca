import { Body, Controller, Get, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { passwordChange, passwordChanged, signedIn, signUp, user, userPatch, type PasswordChange, type PasswordChanged, type SignedIn, type SignUp, type User } from '@curfew/contracts';
import type { Origin } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { Ask, From, type Asking } from '../http/asking.js';
import { TokenDelivery } from '../http/delivery.js';
import { Accounts } from './accounts.js';

@ApiTags('Account')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: TokenDelivery,
  ) {}

  @Public()
  @Post()
  @Answers(201, signedIn, 'Signs up and in. `email-taken` where the address has an account, `sign-up-closed` where nobody may.')
  async signUp(@Body({ schema: signUp }) body: SignUp, @From() from: Origin, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedIn> {
    const origin = this.tokens.fromDevice(from, body.delivery, reply.request);
    const { user: made, opened } = await this.accounts.signUp(body, origin);
    return { user: made, session: opened.session, ...this.tokens.deliver(opened, { origin, ...body }, reply) };
  }

  @Get('me')
  @Answers(200, user, 'Who is signed in.')
  me(@Ask() { userId, email, name, role, userCreatedAt }: Asking): User {
    return { id: userId, email, name, role, createdAt: userCreatedAt, disabled: false };
  }

  @Patch('me')
  @Answers(200, user, 'Changes the own name; null takes it away.')
  rename(@Body({ schema: userPatch }) { name }: { readonly name: string | null }, @Ask() asking: Asking): Promise<User> {
    return this.accounts.rename(name, asking);
  }

  @Put('me/password')
  @Answers(200, passwordChanged, 'Changes the own password, ends all other sessions unless told to keep them, and gives the asking one another token: in the answer, or by cookie where it asked by cookie. 403 `invalid-credentials` for a wrong current password.')
  async changePassword(@Body({ schema: passwordChange }) body: PasswordChange, @Ask() asking: Asking, @Res({ passthrough: true }) reply: FastifyReply): Promise<PasswordChanged> {
    const { receipt, token } = await this.accounts.changePassword(body, asking);
    return { receipt, ...this.tokens.deliver({ session: asking.session, token }, { delivery: asking.via === 'bearer' ? 'token' : 'cookie', origin: asking.from }, reply) };
  }
}
