import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CurfewError, type Scope } from '@curfew/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Parts } from '../parts.js';
import { ACCESS, scopeOf, type Access } from './access.js';
import type { Asking } from './asking.js';
import { apiKeyOf, credentialsOf, type Credentials } from './credentials.js';
import { isUnsafe, mayBegin, mayChange } from './cross-site.js';
import { originOf } from './origin.js';

type Admitted = Extract<Awaited<ReturnType<Parts['sessions']['authenticate']>>, { readonly kind: 'live' }>['session'];

/** Denies by default: a route that does not say that it is public is for live sessions. A session that memory knows is admitted without a query. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly parts: Parts,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]) ?? 'signed-in';
    if (access === 'public') return this.begin(request);
    const scope = scopeOf(access);
    if (scope !== undefined) return this.admitService(request, scope);
    const credentials = credentialsOf(request.headers, this.parts.cookie.name);
    if (typeof credentials === 'string') throw new CurfewError('unauthenticated');
    const asked = { request, reply: context.switchToHttp().getResponse<FastifyReply>(), credentials, access };
    const now = this.parts.sessions.authenticateNow(credentials.token);
    if (now.kind !== 'miss') return this.admit(now, asked);
    return this.parts.sessions.authenticate(credentials.token).then((admission) => this.admit(admission, asked));
  }

  private begin(request: FastifyRequest): boolean {
    if (!isUnsafe(request.method)) return true;
    if (!mayBegin(whence(request), this.parts.allowsOrigin)) throw new CurfewError('cross-site-request');
    // Refused at once, not after a statement that nobody answers has run out of time.
    if (!this.parts.reachesPrimary()) throw new CurfewError('unavailable');
    return true;
  }

  // From the primary each time: a key that is ended is ended everywhere. Without a lease it is not known to be the primary that answers.
  private async admitService(request: FastifyRequest, scope: Scope): Promise<boolean> {
    const secret = apiKeyOf(request.headers);
    if (secret === undefined) throw new CurfewError('unauthenticated');
    if (!this.parts.reachesPrimary()) throw new CurfewError('unavailable');
    const key = await this.parts.apiKeys.admit(secret);
    if (key === undefined) throw new CurfewError('unauthenticated');
    if (!key.scopes.includes(scope)) throw new CurfewError('forbidden');
    request.apiKey = key;
    return true;
  }

  private admit(admission: Awaited<ReturnType<Parts['sessions']['authenticate']>>, asked: Asked): boolean {
    const { request, credentials, access } = asked;
    if (admission.kind === 'stale') throw new CurfewError('unavailable');
    if (admission.kind === 'unknown') throw new CurfewError('unauthenticated');
    // A page of another site can make a browser send its cookie, but never a bearer token.
    if (credentials.via === 'cookie' && isUnsafe(request.method) && !mayChange(whence(request), this.parts.allowsOrigin)) throw new CurfewError('cross-site-request');
    const { session } = admission;
    this.parts.sessions.used(session.id);
    if (access === 'admin' && session.role !== 'admin') throw new CurfewError('forbidden');
    const asking = askingOf(session, asked);
    request.asking = asking;
    this.parts.sessions.seenFrom(session, asking.from, () => asking.from);
    return true;
  }
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly credentials: Credentials;
  readonly access: Access;
}

const whence = ({ headers }: FastifyRequest) => ({ origin: headers.origin, fetchSite: one(headers['sec-fetch-site']) });

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value);

const askingOf = (session: Admitted, { request, reply, credentials }: Asked): Asking => ({
  userId: session.userId,
  sessionId: session.id,
  role: session.role,
  email: session.email,
  name: session.name,
  userCreatedAt: session.userCreatedAt,
  session: session.view,
  known: session,
  via: credentials.via,
  from: originOf(request),
  reply,
});
