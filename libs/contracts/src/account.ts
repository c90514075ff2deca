import { z } from 'zod';

import { deviceClaim } from './device.js';
import { receipt } from './receipt.js';
import { session } from './session.js';
import { email, password, secret } from './text.js';
import { name, user } from './user.js';

/** `cookie` sets the cookie and answers no token, `token` answers the token and sets no cookie. */
export const delivery = z.enum(['cookie', 'token']).default('cookie');
export type Delivery = z.infer<typeof delivery>;

/** `POST /v1/users` */
export const signUp = z.strictObject({ email, password, name: name.optional(), device: deviceClaim.optional(), delivery });
export type SignUp = z.infer<typeof signUp>;

/** `POST /v1/sessions` */
export const signIn = z.strictObject({ email, password, device: deviceClaim.optional(), delivery });
export type SignIn = z.infer<typeof signIn>;

/** `POST /v1/set-up` */
export const setUp = z.strictObject({ secret, email, password, device: deviceClaim.optional(), delivery });
export type SetUp = z.infer<typeof setUp>;

/** `PUT /v1/users/me/password` */
export const passwordChange = z.strictObject({
  currentPassword: password,
  newPassword: password,
  keepOtherSessions: z.boolean().default(false),
});
export type PasswordChange = z.infer<typeof passwordChange>;

export const signedIn = z.object({ user, session, token: z.string().optional() });
/** The answer to signing up or in. */
export type SignedIn = z.infer<typeof signedIn>;

export const passwordChanged = z.object({ receipt, token: z.string().optional() });
/** The session goes on with another token: in the answer for who asked by bearer token, else in the cookie. */
export type PasswordChanged = z.infer<typeof passwordChanged>;
