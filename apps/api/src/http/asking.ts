import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { CurfewError, type Actor, type Role, type Session } from '@curfew/contracts';
import type { By, LiveSession, Origin } from '@curfew/sessions';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Credentials } from './credentials.js';
import { originOf } from './origin.js';

/** Who asks: a live session, as memory knows it. */
export interface Asking {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly email: string;
  readonly name: string | null;
  readonly userCreatedAt: string;
  readonly session: Session;
  /** All that memory knows of it. */
  readonly known: LiveSession;
  readonly via: Credentials['via'];
  readonly from: Origin;
  /** Where the answer goes: for what it carries beside its body. */
  readonly reply: FastifyReply;
}

/** What someone does to the own account, from this device. */
export const asUser = ({ userId, session, from }: Asking): By => ({
  actor: { type: 'user', id: userId },
  from: session.device.label ?? session.device.name,
  requestId: from.requestId,
  ipAddress: from.ipAddress,
});

/** What an administrator does to anyone's; `note` is the reason in words. */
export const asAdministrator = ({ userId, from }: Asking, note?: string): By & { readonly actor: Actor } => ({
  actor: { type: 'admin', id: userId },
  requestId: from.requestId,
  ipAddress: from.ipAddress,
  ...(note === undefined ? {} : { note }),
});

/** The one who asks, in a controller's method. A public route has none. */
export const Ask = createParamDecorator((_data: unknown, context: ExecutionContext): Asking => {
  const { asking } = context.switchToHttp().getRequest<FastifyRequest>();
  if (asking === null) throw new CurfewError('unauthenticated');
  return asking;
});

/** Where the request comes from, in a controller's method. */
export const From = createParamDecorator((_data: unknown, context: ExecutionContext): Origin => originOf(context.switchToHttp().getRequest<FastifyRequest>()));
