import { adminUser, endedMany, invited, page, type AdminUser, type AdminUserPatch, type EndedMany, type Invitation, type Invited, type Page } from '@curfew/contracts';

import { adminCall, part } from '../admin-call.js';

const userPage = page(adminUser);

export const listUsers = (q: string, cursor: string | null): Promise<Page<AdminUser>> =>
  adminCall('/v1/admin/users', { query: { q: q === '' ? undefined : q, limit: 50, cursor: cursor ?? undefined }, answer: userPage });

export const oneUser = (id: string): Promise<AdminUser> => adminCall(`/v1/admin/users/${part(id)}`, { answer: adminUser });

export const changeUser = (id: string, body: AdminUserPatch): Promise<AdminUser> => adminCall(`/v1/admin/users/${part(id)}`, { method: 'PATCH', body, answer: adminUser });

/** Logs somebody out everywhere, by one act. */
export const endUser = (id: string, reason: string | undefined): Promise<EndedMany> =>
  adminCall(`/v1/admin/users/${part(id)}/sessions`, { method: 'DELETE', query: { reason }, answer: endedMany });

/** Makes an account; the link in the answer is told once. */
export const invite = (body: Invitation): Promise<Invited> => adminCall('/v1/admin/users', { method: 'POST', body, answer: invited });

/** Makes a new link for who has not accepted yet; the one before works no more. */
export const inviteAgain = (id: string): Promise<Invited> => adminCall(`/v1/admin/users/${part(id)}/invitation`, { method: 'POST', answer: invited });
