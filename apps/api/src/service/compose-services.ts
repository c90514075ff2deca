import { ApiKeys, Subjects } from '@curfew/accounts';
import type { Event } from '@curfew/contracts';
import type { Logger, Settings } from '@curfew/platform';
import { AccessTokens, Introspections, type SessionCore, type SessionRules } from '@curfew/sessions';

import type { ServiceParts } from '../parts.js';

interface Composed {
  readonly parts: ServiceParts;
  /** Of each event that is heard here. */
  readonly heard: (event: Event) => void;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Ground {
  readonly core: SessionCore;
  readonly settings: Settings;
  readonly rules: SessionRules;
  readonly issuer: () => string;
  readonly log: Logger;
}

/** What services ask with and for. Started when the log is followed. */
export const composeServices = ({ core, settings, rules, issuer, log }: Ground): Composed => {
  const { keyEncryptionKey: key, accessTokenAudiences: audiences } = settings;
  const apiKeys = new ApiKeys(core.database, core.cursors, log);
  const accessTokens = new AccessTokens(core.database, { key, audiences, issuer }, log);
  const { feed, feedStreams, database, follower, sessions } = core;
  const introspections = new Introspections({ database, rules, accessTokens, follower, sessions });
  return {
    parts: { apiKeys, accessTokens, introspections, feed, feedStreams, subjects: new Subjects(database) },
    heard: (event) => accessTokens.heard(event),
    start: async () => {
      apiKeys.start();
      await accessTokens.start();
    },
    stop: async () => {
      accessTokens.stop();
      await apiKeys.stop();
    },
  };
};
