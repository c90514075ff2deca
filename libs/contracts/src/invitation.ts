import { z } from 'zod';

import { delivery } from './account.js';
import { deviceClaim } from './device.js';
import { email, password, secret } from './text.js';
import { adminUser, name, role } from './user.js';

/** `POST /v1/admin/users` */
export const invitation = z.strictObject({ email, name: name.optional(), role: role.default('user') });
export type Invitation = z.infer<typeof invitation>;

/** `POST /v1/invitations/accept` */
export const invitationAcceptance = z.strictObject({ secret, password, name: name.optional(), device: deviceClaim.optional(), delivery });
export type InvitationAcceptance = z.infer<typeof invitationAcceptance>;

export const invited = z.object({ user: adminUser, invitationUrl: z.string() });
/** A new account, and the one-time link by which its owner chooses a password within 72 hours. It is told once. */
export type Invited = z.infer<typeof invited>;
