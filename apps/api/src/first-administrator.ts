import { firstAdministrator } from '@curfew/accounts';
import { CurfewError, email } from '@curfew/contracts';
import { SettingsError } from '@curfew/platform';

import type { Parts } from './parts.js';

/** Makes or promotes the account of ADMIN_EMAIL, when that is set. @throws SettingsError for an address or a password that will not do */
export const makeFirstAdministrator = async ({ settings, sessions, passwords, log }: Parts): Promise<void> => {
  const { adminEmail, adminPassword } = settings;
  if (adminEmail === undefined || adminPassword === undefined) return;
  const address = email.safeParse(adminEmail);
  if (!address.success) throw new SettingsError(['ADMIN_EMAIL: it will not do. It may be an e-mail address.']);
  try {
    const { events } = await sessions.change(async (change) => {
      const made = await firstAdministrator(change.sql, passwords, { email: address.data, password: adminPassword });
      for (const event of made) change.record(event);
    });
    for (const { type, userId } of events) log.info({ userId, event: type }, 'the account of ADMIN_EMAIL is an administrator');
  } catch (error) {
    if (error instanceof CurfewError && error.errors !== undefined) throw new SettingsError(error.errors.map(({ path, message }) => `${path}: ${message}.`));
    throw error;
  }
};
