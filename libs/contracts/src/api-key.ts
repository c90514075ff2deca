import { z } from 'zod';

import { cursor, limit } from './list.js';
import { id, instant, line } from './text.js';

export const scope = z.enum(['sessions:write', 'sessions:read', 'introspect', 'feed']);
/** What an API key may do. */
export type Scope = z.infer<typeof scope>;

export const apiKey = z.object({
  id,
  name: z.string(),
  /** How its secret begins: by it people tell keys apart. */
  prefix: z.string(),
  scopes: z.array(scope),
  createdBy: id.nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  /** Written in batches: up to a minute behind. */
  lastUsedAt: instant.nullable(),
});
/** What a service signs itself in with. Its secret is shown once and only hashed afterwards. */
export type ApiKey = z.infer<typeof apiKey>;

/** `POST /v1/admin/api-keys`; without `expiresAt` it does not expire. */
export const apiKeyRequest = z.strictObject({
  name: line(100),
  scopes: z.array(scope).min(1).max(4).transform((scopes) => [...new Set(scopes)]),
  expiresAt: instant.optional(),
});
export type ApiKeyRequest = z.infer<typeof apiKeyRequest>;

/** `GET /v1/admin/api-keys` */
export const apiKeyQuery = z.strictObject({ limit, cursor: cursor.optional() });
export type ApiKeyQuery = z.infer<typeof apiKeyQuery>;

export const issuedApiKey = z.object({ apiKey, secret: z.string() });
/** A new key, with the only sight of its secret. */
export type IssuedApiKey = z.infer<typeof issuedApiKey>;
