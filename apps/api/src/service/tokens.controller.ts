import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { introspection, tokenForm, type Introspection, type TokenForm } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Services } from '../http/access.js';
import { asService, Serves, type Serving } from '../http/serving.js';
import { Parts } from '../parts.js';

const FORM = 'application/x-www-form-urlencoded';

@Controller('v1')
export class TokensController {
  constructor(private readonly parts: Parts) {}

  @Services('introspect')
  @Post('introspect')
  @ApiConsumes(FORM)
  @Answers(200, introspection, 'What a token is good for, read from the primary (RFC 7662). For one that is not live, that it is not and nothing more. It is no activity.')
  introspect(@Body({ schema: tokenForm }) { token }: TokenForm): Promise<Introspection> {
    return this.parts.introspections.of(token);
  }

  @Services('sessions:write')
  @Post('revoke')
  @HttpCode(200)
  @ApiConsumes(FORM)
  @ApiOperation({ summary: 'Ends the session of a token', description: 'RFC 7009. Answers the same for a token that is not live, or none.' })
  @ApiResponse({ status: 200, description: 'The token is good for nothing.' })
  async revoke(@Body({ schema: tokenForm }) { token }: TokenForm, @Serves() serving: Serving): Promise<void> {
    const sessionId = await this.parts.introspections.sessionOf(token);
    if (sessionId !== undefined) await this.parts.sessions.revoke({ sessionId }, 'revoked-by-service', asService(serving));
  }
}
