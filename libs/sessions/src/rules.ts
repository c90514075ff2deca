/** What the settings say about sessions. Times in milliseconds. */
export interface SessionRules {
  /** Live without activity for so long: `idle`. */
  readonly idleAfterMs: number;
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** How many sessions a user may have; 0: no limit. */
  readonly maxSessions: number;
  readonly pollIntervalMs: number;
  readonly leaseMs: number;
  /** How long the answer to a revocation waits to be confirmed. */
  readonly confirmWaitMs: number;
  readonly allowWhenStale: boolean;
  /** Which of them a variable of the environment has set: no administrator changes those. None unless told. */
  readonly given?: Given;
}

/** Whether a variable was set, for each rule that administrators may decide otherwise. */
export interface Given {
  readonly idleTimeout: boolean;
  readonly absoluteTimeout: boolean;
  readonly maxSessions: boolean;
}

export const noneGiven: Given = { idleTimeout: false, absoluteTimeout: false, maxSessions: false };

/** How often activity is written: every 10 s, or a tenth of the idle timeout when that is less. */
export const activityBatchMs = ({ idleTimeoutMs }: SessionRules): number => Math.min(10_000, Math.max(20, idleTimeoutMs / 10));

/** The settings that rules are made from, by their names in libs/platform; durations in milliseconds. */
export interface RuleSettings {
  readonly idleAfter: number;
  readonly idleTimeout: number;
  readonly absoluteTimeout: number;
  readonly maxSessionsPerUser: number;
  readonly pollInterval: number;
  readonly lease: number;
  readonly confirmWait: number;
  readonly onStale: 'deny' | 'allow';
}

/** The rules that an operator's settings say. Pure. */
export const sessionRules = (settings: RuleSettings, given?: Given): SessionRules => ({
  idleAfterMs: settings.idleAfter,
  idleTimeoutMs: settings.idleTimeout,
  absoluteTimeoutMs: settings.absoluteTimeout,
  maxSessions: settings.maxSessionsPerUser,
  pollIntervalMs: settings.pollInterval,
  leaseMs: settings.lease,
  confirmWaitMs: settings.confirmWait,
  allowWhenStale: settings.onStale === 'allow',
  ...(given === undefined ? {} : { given }),
});
