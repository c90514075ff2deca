import { SettingsError, type Settings } from './read.js';

/** Where both servers are, for a process that is started by itself. @throws SettingsError that names what is missing: `npm start` would have brought a server of its own. */
export const serversOf = ({ databaseUrl, redisUrl }: Pick<Settings, 'databaseUrl' | 'redisUrl'>): { readonly databaseUrl: string; readonly redisUrl: string } => {
  if (databaseUrl !== undefined && redisUrl !== undefined) return { databaseUrl, redisUrl };
  throw new SettingsError([
    ...(databaseUrl === undefined ? [missing('DATABASE_URL', 'postgres://')] : []),
    ...(redisUrl === undefined ? [missing('REDIS_URL', 'redis:// or rediss://')] : []),
  ]);
};

const missing = (name: string, beginnings: string): string =>
  `${name} is not set. It may be a URL that begins with ${beginnings}; npm start brings a server of its own, a process that is started by itself needs one.`;
