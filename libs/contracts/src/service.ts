import { z } from 'zod';

import { deviceClaim } from './device.js';
import { source } from './feed.js';
import { cursor, limit } from './list.js';
import { liveness, session, wait } from './session.js';
import { email, id } from './text.js';
import { name, role } from './user.js';

/** Who a user is elsewhere, in one's own user table or login: 1 to 128 visible ASCII characters. */
export const externalId = z.string().regex(/^[\x21-\x7e]{1,128}$/u, 'must be 1 to 128 visible ASCII characters');

/** `POST /v1/service/sessions`: one's own login has proved who it is. `ipAddress` and `userAgent` are those of the user, not of the service. */
export const serviceSignIn = z.strictObject({
  subject: z.strictObject({ externalId, email: email.optional(), name: name.optional() }),
  ipAddress: z.union([z.ipv4(), z.ipv6()]),
  userAgent: z.string().max(2048).optional(),
  device: deviceClaim.optional(),
});
export type ServiceSignIn = z.infer<typeof serviceSignIn>;

export const serviceSignedIn = z.object({ session, token: z.string() });
/** The answer to it: the token is nowhere else. */
export type ServiceSignedIn = z.infer<typeof serviceSignedIn>;

/** `GET /v1/service/subjects/:externalId/sessions` */
export const subjectSessionQuery = z.strictObject({ status: liveness.default('live'), limit, cursor: cursor.optional() });
export type SubjectSessionQuery = z.infer<typeof subjectSessionQuery>;

/** `DELETE /v1/service/sessions/:id` and `/v1/service/subjects/:externalId/sessions` */
export const serviceEndQuery = z.strictObject({ wait });

/** `POST /v1/introspect` (RFC 7662 §2.1) and `POST /v1/revoke` (RFC 7009 §2.1), as a form. The hint is not needed. */
export const tokenForm = z.strictObject({ token: z.string().min(1).max(8192), token_type_hint: z.string().max(64).optional() });
export type TokenForm = z.infer<typeof tokenForm>;

/** What a consumer must know of a session to admit it from memory, as the primary says. Times are what was left of it, in milliseconds. */
const known = z.object({
  id,
  userId: id,
  /** SHA-256 of the session's token, base64url. */
  tokenHash: z.string(),
  generation: z.number().int(),
  realmGeneration: z.number().int(),
  /** Until its deadline as it stands now; it moves with activity. */
  expiresInMs: z.number(),
  absoluteInMs: z.number(),
});

export const introspection = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    token_type: z.literal('Bearer'),
    iss: z.string(),
    sub: id,
    sid: id,
    /** Whole seconds since 1970, of the token that was asked about: a session's moves with activity. */
    exp: z.number().int(),
    iat: z.number().int(),
    auth_time: z.number().int(),
    /** An access token's own. */
    aud: z.string().optional(),
    username: z.string().optional(),
    name: z.string().optional(),
    role,
    /** What the subject is called elsewhere, where a service opened the session. */
    external_id: z.string().optional(),
    curfew: known,
  }),
]);
/** The answer about a token (RFC 7662 §2.2): for one that is not live only that it is not. */
export type Introspection = z.infer<typeof introspection>;

/** `POST /v1/feed/sessions`: reads many at once from the primary, by the hash of their token or by id. */
export const knownQuery = z.strictObject({
  tokenHashes: z.array(z.string().regex(/^[\w-]{43}$/u, 'must be a SHA-256 in base64url')).max(500).default([]),
  ids: z.array(id).max(500).default([]),
});
export type KnownQuery = z.infer<typeof knownQuery>;

export const knownSession = known.extend({
  user: z.object({ id, email: z.string().nullable(), name: z.string().nullable(), role, externalId: z.string().nullable() }),
  session,
});
/** A session that is not marked ended; its deadline may have passed (`expiresInMs` not above zero): then it is refused. */
export type KnownSession = z.infer<typeof knownSession>;

export const knownSessions = z.object({ sessions: z.array(knownSession), source });
/** Those that were found, in any order. What is not among them is not live, in the history `source`: to a consumer whose last page is of another one this says nothing. */
export type KnownSessions = z.infer<typeof knownSessions>;
