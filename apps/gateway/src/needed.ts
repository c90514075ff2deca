import { SettingsError, type Settings } from '@curfew/platform';

/** A setting that this process cannot do without. @throws SettingsError that names it: `npm start` would have brought a server of its own. */
export const needed = (settings: Settings, key: 'databaseUrl' | 'redisUrl'): string => {
  const value = settings[key];
  if (value !== undefined) return value;
  const name = key === 'databaseUrl' ? 'DATABASE_URL' : 'REDIS_URL';
  throw new SettingsError([`${name} is not set. npm start brings a server of its own; a process that is started by itself needs it.`]);
};
