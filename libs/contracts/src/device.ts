import { z } from 'zod';

import { id, instant, line } from './text.js';

export const deviceType = z.enum(['desktop', 'laptop', 'tablet', 'mobile', 'tv', 'watch', 'bot', 'unknown']);
/** What kind of thing a session was opened from. */
export type DeviceType = z.infer<typeof deviceType>;

export const label = line(64);

export const device = z.object({
  id: z.string().nullable(),
  type: deviceType,
  name: z.string(),
  label: z.string().nullable(),
  os: z.string().nullable(),
  browser: z.string().nullable(),
});
/** What a session was opened from: `name` as a person would say it, `label` as its user calls it. */
export type Device = z.infer<typeof device>;

/** What a client may say of itself when it signs in. `id`: an app's own name for this installation (a browser has a cookie for it). */
export const deviceClaim = z.strictObject({
  type: deviceType.optional(),
  label: label.optional(),
  id: z.string().min(8).max(128).regex(/^[\w.:-]+$/u, 'must be letters, digits and _ . : - alone').optional(),
});
export type DeviceClaim = z.infer<typeof deviceClaim>;

export const blockedDevice = z.object({ id, name: z.string(), blockedAt: instant, blockedFrom: z.string().nullable() });
/** A device that cannot sign in to an account until it is unblocked. `blockedFrom`: the device that blocked it. */
export type BlockedDevice = z.infer<typeof blockedDevice>;

export const location = z.object({
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
});
/** Where an address is, roughly. */
export type Location = z.infer<typeof location>;
