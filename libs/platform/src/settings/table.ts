import { z } from 'zod';
import * as may from './kinds.js';
import { optional, preset, rowOf, told, type ProcessName, type Row } from './row.js';

const EACH: readonly ProcessName[] = ['api', 'gateway', 'worker'];

/** Every setting of every process: the check, the errors, `.env.example` and docs/settings.md are made from this. `apiPort` is `API_PORT` outside. */
export const table = z.object({
  publicUrl: optional(may.origin(), told('Addresses', EACH,
    'Where browsers reach Curfew. Decides the cookie (https: `__Host-curfew`, Secure) and the allowed Origin. Unset: any loopback name at `API_PORT`.')),
  apiPort: preset(may.port(), '3000', told('Addresses', ['api', 'gateway'],
    'The port of the API and the dashboard. A port that is set must be free; the default makes way to the next free one.')),
  gatewayPort: preset(may.port(), '3001', told('Addresses', ['api', 'gateway'],
    'The port of the gateway, where sockets connect. The same rule as for `API_PORT`.')),
  gatewayUrl: optional(may.origin(), told('Addresses', ['api'],
    'Where browsers reach the gateway; its host must be that of `PUBLIC_URL`, or the cookie would not get there. Unset: the page\'s own host at `GATEWAY_PORT`.')),
  allowedOrigins: preset(may.origins(), '', told('Addresses', ['api', 'gateway'],
    'Other web origins that may call with the cookie.')),
  trustProxy: preset(may.proxies(), 'off', told('Addresses', ['api', 'gateway'],
    'Which proxies in front may say, in `X-Forwarded-For` or `Forwarded`, what the client\'s address is.')),
  metricsPort: preset(may.port(2), '9464', told('Addresses', EACH,
    'The Prometheus port of the api; the gateway takes the next one, the worker the one after.')),
  metricsHost: preset(may.host(), '127.0.0.1', told('Addresses', EACH,
    'The address that metrics listen on. They tell much about an installation: keep it private.')),
  drainDelay: preset(may.duration('0ms', '10m'), '0ms', told('Addresses', ['api', 'gateway'],
    'How long a process that was told to stop goes on, no longer ready, before it takes nothing new: what sends it traffic needs that long to see it. `npm start` takes none.')),

  databaseUrl: optional(may.serverUrl('postgres', 'postgresql'), told('Data', EACH,
    'PostgreSQL 15 or newer. Unset: `npm start` brings its own, a real server with its data in `DATA_DIR`.')),
  migrationDatabaseUrl: optional(may.serverUrl('postgres', 'postgresql'), told('Data', [],
    'The same database as a role that may change the schema, past any pooler in transaction mode. Unset: `DATABASE_URL`.')),
  redisUrl: optional(may.serverUrl('redis', 'rediss'), told('Data', EACH,
    'Redis 7 or Valkey 8, or newer. Unset: `npm start` brings its own.')),
  dataDir: preset(may.folder(), '.curfew', told('Data', [],
    'Where the embedded servers keep their data.')),
  retention: preset(may.duration('1d', '36500d'), '400d', told('Data', ['worker'],
    'How long ended sessions and the audit trail are kept.')),
  keyEncryptionKey: optional(may.key(), told('Data', EACH,
    'Encrypts the keys that are kept in the database. Unset: `npm start` makes one in `DATA_DIR`; elsewhere there are no access tokens.')),
  accessTokenAudiences: preset(may.names(), 'curfew', told('Data', ['api'],
    'For whom access tokens may be made (`aud`), separated by commas; the first unless asked otherwise.')),

  adminEmail: optional(may.email(), told('People', ['api'],
    'The first administrator, made at start; an existing account is promoted. Needs `ADMIN_PASSWORD`. Unset: an empty installation prints a one-time set-up link.')),
  adminPassword: optional(may.password(), told('People', ['api'],
    'The first administrator\'s password. An existing account keeps its own.')),
  signUp: preset(may.oneOf('open', 'closed'), 'open', told('People', ['api'],
    'Whether anyone may make an account.')),
  passwordMinLength: preset(may.integer(8, 128), '12', told('People', ['api'],
    'The shortest password that is taken, in characters.')),
  smtpUrl: optional(may.serverUrl('smtp', 'smtps'), told('People', ['api', 'worker'],
    'The mail server for invitations and notices. Unset: no mail is sent.')),

  idleAfter: preset(may.duration('1s', '365d'), '15m', told('Sessions', ['api', 'gateway'],
    'Without activity for this long, a session is shown as idle.')),
  idleTimeout: preset(may.duration('1s', '3650d'), '14d', told('Sessions', EACH,
    'Without activity for this long, a session ends.')),
  absoluteTimeout: preset(may.duration('1s', '3650d'), '30d', told('Sessions', EACH,
    'A session ends this long after its sign-in, active or not.')),
  maxSessionsPerUser: preset(may.integer(0, 100_000), '0', told('Sessions', ['api'],
    'The newest so many sessions of a user stay; 0 is no limit.')),
  stepUpWindow: preset(may.durationOrOff('1s', '365d'), '12h', told('Sessions', ['api'],
    'For how long a password entered is proof enough to end other sessions.')),

  pollInterval: preset(may.duration('50ms', '1m'), '1s', told('Guarantee', ['api', 'gateway', 'worker'],
    'How often each process reads the log, so how late it learns of a revocation without Redis.')),
  lease: preset(may.duration('150ms', '10m'), '10s', told('Guarantee', ['api', 'gateway', 'worker'],
    'After this long without the log a process refuses everything. At least three times `POLL_INTERVAL`.')),
  confirmWait: preset(may.duration('0ms', '10m'), '1s', told('Guarantee', ['api'],
    'How long the answer to a revocation waits for every process to confirm it. At most `LEASE`.')),
  canaryInterval: preset(may.durationOrOff('1s', '1d'), '1m', told('Guarantee', ['worker'],
    'How often a session that nobody uses is opened and ended, to measure how long each process takes to know of it.')),
  onStale: preset(may.oneOf('deny', 'allow'), 'deny', told('Guarantee', ['api', 'gateway'],
    'What a process does without a lease. `allow` gives up the guarantee, and says so in logs, health and metrics.')),

  rateLimit: preset(may.oneOf('on', 'off'), 'on', told('Protection', ['api'],
    'Limits on sign-in and sign-up. Switch it off for load tests only.')),
  ipPrivacy: preset(may.oneOf('full', 'truncate'), 'full', told('Protection', ['api', 'gateway'],
    '`truncate` keeps only the network part of each IP address.')),
  geoipDatabase: optional(may.file(), told('Protection', ['api'],
    'A MaxMind-format (.mmdb) database of places. Unset: the countries that come with Curfew.')),
  logLevel: preset(may.oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), 'info', told('Protection', EACH,
    'The least important lines that are still logged.')),
});

/** All rows in order, each with its key in `Settings` and its name in the environment. */
export const rows = (): readonly (Row & { readonly key: string; readonly name: string })[] =>
  Object.entries(table.shape).flatMap(([key, schema]) => {
    const row = rowOf(schema);
    return row === undefined ? [] : [{ ...row, key, name: nameOf(key) }];
  });

/** `apiPort` → `API_PORT`. */
export const nameOf = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
