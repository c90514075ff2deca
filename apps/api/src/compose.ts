import { createPasswords, createSignInLimits, Credentials, Directory, noLimits, type SignInLimits } from '@curfew/accounts';
import { allowedOrigins, cookieName, createHealth, givenRules, isLoopback, secureCookie, serversOf, timeReceipts, type Health, type Logger, type Settings, type Tracing } from '@curfew/platform';
import { createSessions, sessionRules, type SessionCore, type SessionRules } from '@curfew/sessions';
import type { Registry } from 'prom-client';

import { openRevocationBell } from './admin/revocation-bell.js';
import type { Parts } from './parts.js';
import { composeServices } from './service/compose-services.js';

/** The parts of this process, with what starts and stops them. */
export interface Composition {
  readonly parts: Parts;
  readonly core: SessionCore;
  /** Tells the port that is really listened on, which decides which loopback origins are ours. */
  readonly listensOn: (port: number) => void;
  /** Resolves when the log is followed, and services can ask. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Composing {
  readonly settings: Settings;
  readonly log: Logger;
  readonly registry: Registry;
  readonly tracing: Tracing;
}

/** Makes everything from the settings, and connects it. @throws SettingsError where a server's address is missing */
export const compose = async ({ settings, log, registry, tracing }: Composing): Promise<Composition> => {
  const { databaseUrl, redisUrl } = serversOf(settings);
  const rules = sessionRules(settings, givenRules(process.env));
  const core = await createSessions({ kind: 'api', databaseUrl, redisUrl, rules, log, geoipDatabase: settings.geoipDatabase, witness: timeReceipts(registry), tracing, onEvent: (event) => services.heard(event) });
  const passwords = createPasswords({ minLength: settings.passwordMinLength });
  const limits = limitsOf(settings, redisUrl, log);
  const bell = openRevocationBell({ redisUrl, log });
  const health = healthOf(core, rules, log);
  const { publicUrl, allowsOrigin, listensOn } = addressOf(settings);
  warnOfPlainCookie(settings, log);
  const services = composeServices({ core, settings, rules, issuer: publicUrl, log });
  const parts: Parts = {
    ...services.parts,
    settings,
    log,
    tracing,
    health,
    rules,
    ...fromCore(core),
    ...cookies(settings),
    hurryRevocation: (id) => bell.ring(id, tracing.carry()),
    credentials: new Credentials(core.database, passwords),
    passwords,
    limits,
    publicUrl,
    allowsOrigin,
  };
  return {
    parts,
    core,
    listensOn,
    start: () => core.start().then(() => services.start()),
    stop: async () => {
      await services.stop();
      await limits.stop();
      await bell.close();
      await core.stop();
    },
  };
};

// Where this installation is reached; without PUBLIC_URL that is known once it listens.
const addressOf = (settings: Settings) => {
  let allows = allowedOrigins(settings);
  let port = settings.apiPort;
  return {
    publicUrl: (): string => settings.publicUrl ?? `http://localhost:${port}`,
    allowsOrigin: (origin: string): boolean => allows(origin),
    listensOn: (listened: number): void => {
      port = listened;
      allows = allowedOrigins({ ...settings, apiPort: port });
    },
  };
};

const fromCore = ({ sessions, audit, consumers, statistics, policies, revocations, follower, database, cursors }: SessionCore) => ({
  sessions,
  audit,
  consumers,
  statistics,
  policies,
  revocations,
  directory: new Directory(database, cursors),
  reachesPrimary: () => follower.status().leaseMsLeft > 0,
});

const cookies = (settings: Settings): Pick<Parts, 'cookie' | 'deviceCookie'> => ({
  cookie: { name: cookieName(settings), secure: secureCookie(settings) },
  deviceCookie: { name: `${cookieName(settings)}-device`, secure: secureCookie(settings) },
});

const healthOf = (core: SessionCore, { allowWhenStale }: SessionRules, log: Logger): Health => {
  const health = createHealth({ onChange: (part, up, failure) => log[up ? 'info' : 'warn']({ part, err: failure }, up ? 'a part is back' : 'a part is down') });
  health.add('postgresql', () => core.database.ping());
  // With ON_STALE=allow it goes on without a lease, and shows here that it has none.
  health[allowWhenStale ? 'show' : 'add']('lease', async () => demand(core.follower.status().leaseMsLeft > 0, 'no lease: what is known of the log is too old'));
  // Revocations arrive by the log as well: an api that was taken out for want of Redis would help nobody.
  health.show('redis', async () => demand(core.doorbell.status().connected, 'not connected'));
  return health;
};

const limitsOf = ({ rateLimit }: Settings, redisUrl: string, log: Logger): SignInLimits => {
  if (rateLimit === 'on') return createSignInLimits({ redisUrl, log });
  log.warn({}, 'RATE_LIMIT is off: anyone may guess passwords as fast as they can');
  return noLimits;
};

const warnOfPlainCookie = ({ publicUrl }: Settings, log: Logger): void => {
  if (publicUrl === undefined || publicUrl.startsWith('https:') || isLoopback(new URL(publicUrl).hostname)) return;
  log.warn({ publicUrl }, 'PUBLIC_URL is http: the session cookie is not Secure, and whoever is on the way can read it');
};

const demand = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};
