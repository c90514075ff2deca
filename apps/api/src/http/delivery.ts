import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { Delivery } from '@curfew/contracts';
import { readCookie } from '@curfew/platform';
import type { Opened, Origin } from '@curfew/sessions';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Parts } from '../parts.js';
import { noCookie, sessionCookie } from './set-cookie.js';

const deviceTokens = /^[\w-]{22}$/u;
// As long as browsers keep a cookie (RFC 6265bis §5.5: 400 days).
const deviceCookieMs = 400 * 24 * 60 * 60 * 1_000;

/** Brings a token to its owner: by cookie or in the answer, never by both. */
@Injectable()
export class TokenDelivery {
  constructor(private readonly parts: Parts) {}

  /** Where a sign-in comes from, with the device that this browser is: by its cookie, or by one that it will be given. */
  fromDevice(from: Origin, delivery: Delivery, { headers }: FastifyRequest): Origin {
    const known = readCookie(headers.cookie, this.parts.deviceCookie.name);
    if (known !== undefined && deviceTokens.test(known)) return { ...from, deviceToken: known };
    return delivery === 'token' ? from : { ...from, deviceToken: randomBytes(16).toString('base64url') };
  }

  /** Sets the cookies, of the session until its absolute deadline and of the device, or answers the token. */
  deliver({ session, token }: Opened, { delivery, origin: { deviceToken } }: { readonly delivery: Delivery; readonly origin: Origin }, reply: FastifyReply): { readonly token?: string } {
    if (delivery === 'token') return { token };
    const left = Date.parse(session.absoluteExpiresAt ?? session.expiresAt) - Date.now();
    void reply.header('Set-Cookie', sessionCookie(this.parts.cookie, token, left));
    if (deviceToken !== undefined) void reply.header('Set-Cookie', sessionCookie(this.parts.deviceCookie, deviceToken, deviceCookieMs));
    return {};
  }

  /** Takes the cookie away. */
  takeBack(reply: FastifyReply): void {
    void reply.header('Set-Cookie', noCookie(this.parts.cookie));
  }
}
