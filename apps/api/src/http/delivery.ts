import { Injectable } from '@nestjs/common';
import type { Delivery } from '@curfew/contracts';
import type { Opened } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import { Parts } from '../parts.js';
import { noCookie, sessionCookie } from './cookie.js';

/** Brings a token to its owner: by cookie or in the answer, never by both. */
@Injectable()
export class TokenDelivery {
  constructor(private readonly parts: Parts) {}

  /** Sets the cookie until the session's absolute deadline, or answers the token. */
  deliver({ session, token }: Opened, delivery: Delivery, reply: FastifyReply): { readonly token?: string } {
    if (delivery === 'token') return { token };
    const left = Date.parse(session.createdAt) + this.parts.rules.absoluteTimeoutMs - Date.now();
    void reply.header('Set-Cookie', sessionCookie(this.parts.cookie, token, left));
    return {};
  }

  /** Takes the cookie away. */
  takeBack(reply: FastifyReply): void {
    void reply.header('Set-Cookie', noCookie(this.parts.cookie));
  }
}
