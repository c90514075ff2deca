import {
  blockedDevice,
  ended,
  endedMany,
  event,
  page,
  passwordChanged,
  session,
  signedIn,
  user,
  type BlockedDevice,
  type DeviceClaim,
  type DeviceType,
  type Ended,
  type EndedMany,
  type Event,
  type Page,
  type PasswordChanged,
  type Session,
  type SignedIn,
  type User,
} from '@curfew/contracts';

import { call, nothing } from './api.js';

const sessionPage = page(session);
const eventPage = page(event);
const blockedPage = page(blockedDevice);

interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly device?: DeviceClaim;
}

export const signIn = (body: Credentials): Promise<SignedIn> =>
  call('/v1/sessions', { method: 'POST', body, answer: signedIn, mayBeSignedOut: true });

export const signUp = (body: Credentials & { readonly name?: string }): Promise<SignedIn> =>
  call('/v1/users', { method: 'POST', body, answer: signedIn, mayBeSignedOut: true });

/** Makes the first administrator, with the secret of the link that Curfew printed. */
export const setUp = (body: Credentials & { readonly secret: string }): Promise<SignedIn> =>
  call('/v1/set-up', { method: 'POST', body, answer: signedIn, mayBeSignedOut: true });

/** Chooses the password of an invited account, with the secret of the link that its administrator gave. */
export const acceptInvitation = (body: {
  readonly secret: string;
  readonly password: string;
  readonly name?: string;
  readonly device?: DeviceClaim;
}): Promise<SignedIn> => call('/v1/invitations/accept', { method: 'POST', body, answer: signedIn, mayBeSignedOut: true });

export const me = (signal?: AbortSignal): Promise<User> => call('/v1/users/me', { answer: user, ...(signal === undefined ? {} : { signal }) });

export const renameMe = (name: string | null): Promise<User> => call('/v1/users/me', { method: 'PATCH', body: { name }, answer: user });

export const changePassword = (body: {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly keepOtherSessions: boolean;
}): Promise<PasswordChanged> => call('/v1/users/me/password', { method: 'PUT', body, answer: passwordChanged });

export const listSessions = (query: {
  readonly status: 'live' | 'ended';
  readonly limit: number;
  readonly cursor?: string;
}): Promise<Page<Session>> => call('/v1/sessions', { query, answer: sessionPage });

export const oneSession = (id: string): Promise<Session> => call(`/v1/sessions/${encodeURIComponent(id)}`, { answer: session });

export const changeSession = (id: string, body: { readonly label?: string | null; readonly type?: DeviceType }): Promise<Session> =>
  call(`/v1/sessions/${encodeURIComponent(id)}`, { method: 'PATCH', body, answer: session });

/** Takes the "new device" flag off: its owner says that it was them. */
export const acknowledge = (id: string): Promise<Session> =>
  call(`/v1/sessions/${encodeURIComponent(id)}/acknowledge`, { method: 'POST', answer: session });

/** Ends one session. Asked again, it answers the receipt as it is known by then. */
export const endSession = (id: string, options: { readonly block?: boolean } = {}): Promise<Ended> =>
  call(`/v1/sessions/${encodeURIComponent(id)}`, {
    method: 'DELETE',
    query: { block: options.block === true ? true : undefined },
    answer: ended,
  });

export const endOtherSessions = (): Promise<EndedMany> =>
  call('/v1/sessions', { method: 'DELETE', query: { except: 'current' }, answer: endedMany });

/** Signs this browser out. */
export const signOut = (): Promise<Ended> => call('/v1/sessions/current', { method: 'DELETE', answer: ended });

export const listActivity = (query: { readonly limit: number; readonly cursor?: string }): Promise<Page<Event>> =>
  call('/v1/activity', { query, answer: eventPage });

export const listBlockedDevices = (): Promise<Page<BlockedDevice>> => call('/v1/blocked-devices', { answer: blockedPage });

/** Lets a device sign in to the account again. */
export const unblockDevice = (id: string): Promise<null> =>
  call(`/v1/blocked-devices/${encodeURIComponent(id)}`, { method: 'DELETE', answer: nothing });
