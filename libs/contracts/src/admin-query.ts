import { z } from 'zod';

import { deviceType } from './device.js';
import { cursor, limit, page } from './list.js';
import { adminSession, sort } from './session.js';
import { id, line } from './text.js';

/** An address or a network in CIDR notation (RFC 4632, RFC 4291 §2.3); an address is the network of itself. Zones are no part of it. */
export const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** ISO 3166-1 alpha-2; small letters are taken too. */
export const country = z.string().regex(/^[A-Za-z]{2}$/u, 'must be two letters').transform((code) => code.toUpperCase());

/** An instant that someone asks for: RFC 3339 with any offset, from 1970 to 9999; read in UTC with milliseconds. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= 0 && Date.parse(text) < Date.UTC(9999, 0), 'must be between 1970 and 9999')
  .transform((text) => new Date(text).toISOString());

/** Which sessions by how they stand: one status, or `live` (active and idle), `ended` (the other three), `all`. */
export const standing = z.enum(['live', 'ended', 'all', 'active', 'idle', 'signed-out', 'revoked', 'expired']);
export type Standing = z.infer<typeof standing>;

const beginning = line(64);

// What chooses among sessions, beside how they stand. Several together: all must hold.
const choosing = {
  q: line(254).optional(),
  userId: id.optional(),
  ip: network.optional(),
  country: country.optional(),
  deviceType: deviceType.optional(),
  os: beginning.optional(),
  browser: beginning.optional(),
  createdAfter: moment.optional(),
  createdBefore: moment.optional(),
  activeBefore: moment.optional(),
};

// Of a query, where everything is text.
const asked = { ...choosing, status: standing.default('live'), online: z.enum(['true', 'false']).transform((text) => text === 'true').optional() };

/** `GET /v1/admin/sessions`. `os` and `browser` match a beginning, whatever its case; `createdAfter` is inclusive, the two `…Before` are not. */
export const adminSessionQuery = z.strictObject({ ...asked, sort: sort.default('-lastActiveAt'), limit, cursor: cursor.optional() });
export type AdminSessionQuery = z.infer<typeof adminSessionQuery>;

export const exportFormat = z.enum(['csv', 'ndjson']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** `GET /v1/admin/sessions/export` */
export const adminSessionExport = z.strictObject({ ...asked, format: exportFormat.default('csv'), sort: sort.default('-createdAt') });
export type AdminSessionExport = z.infer<typeof adminSessionExport>;

/** Which sessions a bulk revocation ends. Only live ones can end: `status` is `active` or `idle`, or left out for both. */
export const revocationFilter = z.strictObject({ ...choosing, status: z.enum(['live', 'active', 'idle']).optional(), online: z.boolean().optional() });
export type RevocationFilter = z.infer<typeof revocationFilter>;

/** What an administrator's socket watches: `emit('watch', { filter? }, ack)`. */
export const watchFilter = z.strictObject({
  userId: id.optional(),
  ip: network.optional(),
  country: country.optional(),
  deviceType: deviceType.optional(),
  status: standing.optional(),
});
export type WatchFilter = z.infer<typeof watchFilter>;
export const watchRequest = z.strictObject({ filter: watchFilter.optional() });
export type WatchRequest = z.infer<typeof watchRequest>;

/** Everything that chooses sessions, in any of the places above: without a word of it, every live session. */
export type SessionFilter = Partial<Omit<z.infer<z.ZodObject<typeof asked>>, 'status'>> & { readonly status?: Standing | undefined };

export const total = z.object({ count: z.number().int(), precision: z.enum(['exact', 'about', 'more-than']) });
/** How many match: counted to 10,000; beyond that as the database estimates (`about`), or, where it does not know better, `more-than` 10,000. */
export type Total = z.infer<typeof total>;

export const adminSessionPage = page(adminSession).extend({ total: total.nullable() });
/** A page of everyone's sessions; `total` comes with the first page alone. */
export type AdminSessionPage = z.infer<typeof adminSessionPage>;
