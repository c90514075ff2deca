import { z } from 'zod';

import { cursor, limit } from './list.js';
import { id, instant, line } from './text.js';

export const role = z.enum(['user', 'admin']);
/** What a user may do: an `admin` sees and ends everyone's sessions. */
export type Role = z.infer<typeof role>;

export const user = z.object({
  id,
  email: z.string(),
  name: z.string().nullable(),
  role,
  createdAt: instant,
  disabled: z.boolean(),
});
/** An account. */
export type User = z.infer<typeof user>;

export const adminUser = user.extend({
  /** Only while its owner has not chosen a password by their invitation yet. */
  invited: z.literal(true).optional(),
});
/** An account as administrators see it. */
export type AdminUser = z.infer<typeof adminUser>;

export const name = line(100);

/** `PATCH /v1/users/me` */
export const userPatch = z.strictObject({ name: name.nullable() });

/** `PATCH /v1/admin/users/:id` */
export const adminUserPatch = z
  .strictObject({ role: role.optional(), disabled: z.boolean().optional(), name: name.nullable().optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must name something to change');
export type AdminUserPatch = z.infer<typeof adminUserPatch>;

/** `GET /v1/admin/users` */
export const userQuery = z.strictObject({ q: line(254).optional(), limit, cursor: cursor.optional() });
export type UserQuery = z.infer<typeof userQuery>;
