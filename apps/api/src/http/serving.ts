import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { CurfewError } from '@curfew/contracts';
import type { By } from '@curfew/sessions';
import type { FastifyRequest } from 'fastify';

import { apiKeyOf } from './credentials.js';

/** The service that asks, by its API key. */
export interface Serving {
  readonly apiKeyId: string;
  /** The secret that it showed, for what asks again whether it is still good. */
  readonly secret: string;
  readonly requestId: string;
  readonly ipAddress: string;
}

/** The service that asks, in a controller's method. Only routes for services have one. */
export const Serves = createParamDecorator((_data: unknown, context: ExecutionContext): Serving => {
  const { apiKey, id, keptAddress, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  if (apiKey === null) throw new CurfewError('unauthenticated');
  return { apiKeyId: apiKey.id, secret: apiKeyOf(headers) ?? '', requestId: id, ipAddress: keptAddress };
});

/** What a service does to a session. */
export const asService = ({ apiKeyId, requestId, ipAddress }: Serving): By => ({ actor: { type: 'service', id: apiKeyId }, requestId, ipAddress });
