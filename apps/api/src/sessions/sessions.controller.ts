import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  endAllQuery,
  ended,
  endedMany,
  endQuery,
  id,
  page,
  session,
  sessionPatch,
  sessionQuery,
  signedIn,
  signIn,
  signOutQuery,
  type Ended,
  type EndedMany,
  type Page,
  type Session,
  type SessionPatch,
  type SessionQuery,
  type SignedIn,
  type SignIn,
} from '@curfew/contracts';
import type { Origin } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { Ask, asUser, From, type Asking } from '../http/asking.js';
import { TokenDelivery } from '../http/delivery.js';
import { Parts } from '../parts.js';
import { Accounts } from '../users/accounts.js';

interface Waiting {
  readonly wait?: number | undefined;
}

interface Ending extends Waiting {
  readonly block?: 'true' | 'false' | undefined;
}

interface WaitingForAll extends Waiting {
  readonly except?: 'current' | undefined;
}

@ApiTags('Own sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly parts: Parts,
    private readonly accounts: Accounts,
    private readonly tokens: TokenDelivery,
  ) {}

  @Public()
  @Post()
  @Answers(201, signedIn, 'Signs in: by cookie, or with `delivery: token` by a token in the answer. 401 `invalid-credentials` alike for a wrong password, an unknown address and a disabled user.')
  async signIn(@Body({ schema: signIn }) body: SignIn, @From() from: Origin, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedIn> {
    const origin = this.tokens.fromDevice(from, body.delivery, reply.request);
    const { user, opened } = await this.accounts.signIn(body, origin);
    return { user, session: opened.session, ...this.tokens.deliver(opened, { origin, ...body }, reply) };
  }

  @Get()
  @Answers(200, page(session), 'The own sessions: the one that asks first, then by newest activity. Live ones unless told.')
  list(@Query({ schema: sessionQuery }) query: SessionQuery, @Ask() { userId, sessionId }: Asking): Promise<Page<Session>> {
    return this.parts.sessions.lists.own({ ...query, userId, currentId: sessionId });
  }

  @Get('current')
  @Answers(200, session, 'The session that asks.')
  current(@Ask() { known }: Asking): Session {
    return this.parts.sessions.lists.current(known);
  }

  @Get(':id')
  @Answers(200, session, 'One of the own sessions, live or ended. Someone else’s is `not-found`.')
  get(@Param('id', { schema: id }) which: string, @Ask() { userId, sessionId }: Asking): Promise<Session> {
    return this.parts.sessions.lists.get({ sessionId: which, userId }, sessionId);
  }

  @Patch(':id')
  @Answers(200, session, 'Says what the own device is called, or what kind it is. A null label takes the name away.')
  patch(@Param('id', { schema: id }) which: string, @Body({ schema: sessionPatch }) patch: SessionPatch, @Ask() asking: Asking): Promise<Session> {
    return this.parts.sessions.patch({ sessionId: which, userId: asking.userId }, patch, { ...asUser(asking), currentId: asking.sessionId });
  }

  @Delete('current')
  @Answers(200, ended, 'Signs this device out, and takes its cookie and what the browser keeps of it away.')
  async signOut(@Query({ schema: signOutQuery }) { wait }: Waiting, @Ask() asking: Asking): Promise<Ended> {
    const answer = await this.endOne(asking.sessionId, asking, wait);
    void asking.reply.header('Clear-Site-Data', '"cache", "storage"');
    return answer;
  }

  @Post(':id/acknowledge')
  @Answers(200, session, 'Says that an unfamiliar session is one’s own. The session itself cannot: 403.')
  acknowledge(@Param('id', { schema: id }) which: string, @Ask() asking: Asking): Promise<Session> {
    return this.parts.sessions.acknowledge({ sessionId: which, userId: asking.userId }, { ...asUser(asking), currentId: asking.sessionId });
  }

  @Delete(':id')
  @Answers(200, ended, 'Logs one of the own devices out; with `block=true` it cannot sign in to the account again either. Answers the same the second time. Someone else’s is `not-found`.')
  end(@Param('id', { schema: id }) which: string, @Query({ schema: endQuery }) { wait, block }: Ending, @Ask() asking: Asking): Promise<Ended> {
    if (block !== 'true') return this.endOne(which, asking, wait);
    return this.parts.sessions.block({ sessionId: which, userId: asking.userId }, { ...asUser(asking), currentId: asking.sessionId }, wait);
  }

  @Delete()
  @Answers(200, endedMany, 'Logs all of the own devices out as one act; with `except=current` all but the one that asks.')
  async endAll(@Query({ schema: endAllQuery }) { except, wait }: WaitingForAll, @Ask() asking: Asking): Promise<EndedMany> {
    const spare = except === 'current' ? asking.sessionId : undefined;
    const answer = await this.parts.sessions.revoke({ userId: asking.userId, spare }, 'revoked-by-user', { ...asUser(asking), waitMs: wait });
    if (spare === undefined) this.tokens.takeBack(asking.reply);
    return answer;
  }

  private async endOne(sessionId: string, asking: Asking, waitMs: number | undefined): Promise<Ended> {
    const own = sessionId === asking.sessionId;
    const which = { sessionId, userId: asking.userId };
    const answer = await this.parts.sessions.revoke(which, own ? 'signed-out' : 'revoked-by-user', { ...asUser(asking), waitMs, currentId: asking.sessionId });
    if (own) this.tokens.takeBack(asking.reply);
    return answer;
  }
}
