import type { ApiKeys, Credentials, Directory, Passwords, SignInLimits, Subjects } from '@curfew/accounts';
import type { Health, Logger, Settings, Tracing } from '@curfew/platform';
import type { AccessTokens, AuditTrail, BulkRevocations, Consumers, Feed, FeedStreams, Introspections, Sessions, SessionRules, Policies, Statistics } from '@curfew/sessions';

import type { CookieRules } from './http/set-cookie.js';

/** What there is for services. */
export interface ServiceParts {
  readonly apiKeys: ApiKeys;
  readonly accessTokens: AccessTokens;
  readonly introspections: Introspections;
  readonly feed: Feed;
  readonly feedStreams: FeedStreams;
  readonly subjects: Subjects;
}

/** What the controllers work with. Made once, from the settings, before the first request; also the token by which Nest hands it out. */
export abstract class Parts implements ServiceParts {
  abstract readonly apiKeys: ApiKeys;
  abstract readonly accessTokens: AccessTokens;
  abstract readonly introspections: Introspections;
  abstract readonly feed: Feed;
  abstract readonly feedStreams: FeedStreams;
  abstract readonly subjects: Subjects;
  abstract readonly settings: Settings;
  abstract readonly log: Logger;
  abstract readonly tracing: Tracing;
  abstract readonly health: Health;
  abstract readonly sessions: Sessions;
  abstract readonly audit: AuditTrail;
  abstract readonly statistics: Statistics;
  abstract readonly policies: Policies;
  abstract readonly revocations: BulkRevocations;
  /** Rings for the worker that a bulk revocation waits. It would find it by itself. */
  abstract readonly hurryRevocation: (id: string) => void;
  abstract readonly rules: SessionRules;
  abstract readonly directory: Directory;
  abstract readonly credentials: Credentials;
  abstract readonly passwords: Passwords;
  abstract readonly limits: SignInLimits;
  abstract readonly consumers: Consumers;
  abstract readonly cookie: CookieRules;
  /** The cookie by which a browser is the same device the next time. */
  abstract readonly deviceCookie: CookieRules;
  /** Where browsers reach this installation, for links that are told to people. */
  abstract readonly publicUrl: () => string;
  /** Whether the primary has answered within a lease: else nobody can be signed in either. */
  abstract readonly reachesPrimary: () => boolean;
  /** Whether an `Origin` may act with the cookie. */
  abstract readonly allowsOrigin: (origin: string) => boolean;
}
