import type { Credentials, Directory, Passwords, SignInLimits } from '@curfew/accounts';
import type { Consumer } from '@curfew/contracts';
import type { Health, Logger, Settings } from '@curfew/platform';
import type { Sessions, SessionRules } from '@curfew/sessions';

import type { CookieRules } from './http/cookie.js';

/** What the controllers work with. Made once, from the settings, before the first request; also the token by which Nest hands it out. */
export abstract class Parts {
  abstract readonly settings: Settings;
  abstract readonly log: Logger;
  abstract readonly health: Health;
  abstract readonly sessions: Sessions;
  abstract readonly rules: SessionRules;
  abstract readonly directory: Directory;
  abstract readonly credentials: Credentials;
  abstract readonly passwords: Passwords;
  abstract readonly limits: SignInLimits;
  abstract readonly consumers: () => Promise<readonly Consumer[]>;
  abstract readonly cookie: CookieRules;
  /** The cookie by which a browser is the same device the next time. */
  abstract readonly deviceCookie: CookieRules;
  /** Whether the primary has answered within a lease: else nobody can be signed in either. */
  abstract readonly reachesPrimary: () => boolean;
  /** Whether an `Origin` may act with the cookie. */
  abstract readonly allowsOrigin: (origin: string) => boolean;
}
