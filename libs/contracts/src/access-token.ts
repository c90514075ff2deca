import { z } from 'zod';

/** `POST /v1/sessions/current/access-token`; without `audience` the first that is allowed. */
export const accessTokenRequest = z.strictObject({ audience: z.string().min(1).max(200).optional() }).prefault({});
export type AccessTokenRequest = z.infer<typeof accessTokenRequest>;

export const accessToken = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds: at most 300, and never past the session. */
  expiresIn: z.number().int(),
});
/** A signed JWT (RFC 9068) for resource servers, made from a live session. Curfew itself does not take it. */
export type AccessToken = z.infer<typeof accessToken>;

export const accessTokenClaims = z.object({
  iss: z.string(),
  sub: z.uuidv7(),
  aud: z.string(),
  sid: z.uuidv7(),
  client_id: z.string(),
  jti: z.string(),
  iat: z.number().int(),
  auth_time: z.number().int(),
  exp: z.number().int(),
});
/** What an access token says. Never enough by itself: its `sid` must be known as live. */
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

const publicKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string(), alg: z.literal('EdDSA'), use: z.literal('sig') });

export const keySet = z.object({ keys: z.array(publicKey) });
/** `GET /.well-known/jwks.json` (RFC 7517): the keys that sign now, signed lately, or will sign next. */
export type KeySet = z.infer<typeof keySet>;

export const serverMetadata = z.object({
  issuer: z.string(),
  jwks_uri: z.string(),
  introspection_endpoint: z.string(),
  revocation_endpoint: z.string(),
  access_token_audiences: z.array(z.string()),
});
/** `GET /.well-known/oauth-authorization-server` (RFC 8414), of which only what Curfew has. */
export type ServerMetadata = z.infer<typeof serverMetadata>;
