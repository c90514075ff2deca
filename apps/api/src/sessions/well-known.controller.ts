import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { keySet, serverMetadata, type KeySet, type ServerMetadata } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { Parts } from '../parts.js';

const KEPT = 'public, max-age=300';

@Public()
@ApiTags('Access tokens')
@Controller('.well-known')
export class WellKnownController {
  constructor(private readonly parts: Parts) {}

  @Get('jwks.json')
  @Header('Cache-Control', KEPT)
  @Answers(200, keySet, 'The public keys of access tokens (RFC 7517): those that sign, have signed lately, or will sign next.')
  keys(): Promise<KeySet> {
    return this.parts.accessTokens.keySet();
  }

  @Get('oauth-authorization-server')
  @Header('Cache-Control', KEPT)
  @Answers(200, serverMetadata, 'Who signs access tokens, and where to ask about them (RFC 8414).')
  server(): ServerMetadata {
    const { issuer, audiences } = this.parts.accessTokens;
    return {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      introspection_endpoint: `${issuer}/v1/introspect`,
      revocation_endpoint: `${issuer}/v1/revoke`,
      access_token_audiences: [...audiences],
    };
  }
}
