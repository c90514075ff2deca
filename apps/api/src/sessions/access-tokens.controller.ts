import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accessToken, accessTokenRequest, type AccessToken, type AccessTokenRequest } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Ask, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@ApiTags('Own sessions')
@Controller('v1/sessions/current/access-token')
export class AccessTokensController {
  constructor(private readonly parts: Parts) {}

  @Post()
  @Answers(201, accessToken, 'A signed token for a resource server: at most 5 minutes, never past the session. It is never enough by itself: its session must be known as live.')
  issue(@Body({ schema: accessTokenRequest }) { audience }: AccessTokenRequest, @Ask() { known, userId, sessionId }: Asking): Promise<AccessToken> {
    const { createdAt, expiresAt } = this.parts.sessions.lists.current(known);
    const holder = { userId, sessionId, signedInAt: Date.parse(createdAt), expiresAt: Date.parse(expiresAt) };
    return this.parts.accessTokens.issue(holder, audience, Date.now());
  }
}
