import { All, Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

import { Ask, type Asking } from '../http/asking.js';

/** What a proxy asks before it lets a request through. It may not keep the answer: the next moment it may be another one. */
@ApiTags('Own sessions')
@Controller('v1/forward-auth')
export class ForwardAuthController {
  /** Some proxies hand on the query of what they were asked themselves. */
  @Get()
  @ApiOperation({ summary: 'Whether a request may pass', description: 'For nginx’s auth_request, Traefik’s forwardAuth, Caddy’s forward_auth and Envoy’s ext_authz: from memory, under the lease. It is activity.' })
  @ApiResponse({ status: 200, description: 'It may, with `X-Curfew-User` and `X-Curfew-Session`.' })
  ask(@Ask() asking: Asking, @Query() _itsOwn: unknown): void {
    tell(asking);
  }

  /** Envoy asks by the method and the path of what it was asked itself, behind this one. */
  @All('for/*')
  @ApiExcludeEndpoint()
  askFor(@Ask() asking: Asking, @Query() _itsOwn: unknown): void {
    tell(asking);
  }
}

const tell = ({ reply, userId, sessionId }: Asking): void => void reply.code(200).headers({ 'X-Curfew-User': userId, 'X-Curfew-Session': sessionId });
