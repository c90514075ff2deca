import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import { CurfewError, type Violation } from '@curfew/contracts';
import type { FastifyRequest } from 'fastify';

/** Refuses a query or a body where a route takes none: nothing that a client sends is passed over in silence. */
@Injectable()
export class UnaskedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const taken = takenBy(context);
    const errors = [...(taken.has(RouteParamtypes.QUERY) ? [] : fields(request.query)), ...(taken.has(RouteParamtypes.BODY) ? [] : fields(request.body))];
    if (errors.length > 0) throw new CurfewError('invalid-request', { errors });
    return true;
  }
}

// Nest keeps what a method's parameters are as `type:index`.
const takenBy = (context: ExecutionContext): ReadonlySet<number> => {
  const kept: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
  return new Set(Object.keys(typeof kept === 'object' && kept !== null ? kept : {}).map((key) => Number(key.split(':')[0])));
};

const fields = (sent: unknown): readonly Violation[] => {
  if (sent === undefined || sent === null) return [];
  if (typeof sent !== 'object' || Array.isArray(sent)) return [{ path: '', message: 'no body is taken here' }];
  return Object.keys(sent).map((path) => ({ path, message: 'is not known' }));
};
