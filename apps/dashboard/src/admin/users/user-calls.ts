import { endedMany, invited, page, user, type AdminUserPatch, type EndedMany, type Invitation, type Invited, type Page, type User } from '@curfew/contracts';

import { adminCall, part } from '../admin-call.js';

const userPage = page(user);

export const listUsers = (q: string, cursor: string | null): Promise<Page<User>> =>
  adminCall('/v1/admin/users', { query: { q: q === '' ? undefined : q, limit: 50, cursor: cursor ?? undefined }, answer: userPage });

export const oneUser = (id: string): Promise<User> => adminCall(`/v1/admin/users/${part(id)}`, { answer: user });

export const changeUser = (id: string, body: AdminUserPatch): Promise<User> => adminCall(`/v1/admin/users/${part(id)}`, { method: 'PATCH', body, answer: user });

/** Logs somebody out everywhere, by one act. */
export const endUser = (id: string, reason: string | undefined): Promise<EndedMany> =>
  adminCall(`/v1/admin/users/${part(id)}/sessions`, { method: 'DELETE', query: { reason }, answer: endedMany });

/** Makes an account; the link in the answer is told once. */
export const invite = (body: Invitation): Promise<Invited> => adminCall('/v1/admin/users', { method: 'POST', body, answer: invited });
