import type { AtLimit, PolicyRules } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { durationOf, msOf, type Duration } from './duration.js';

/** Rules while they are being typed. */
export interface Draft {
  readonly idleTimeout: Duration;
  readonly absoluteTimeout: Duration;
  readonly maxSessions: string;
  readonly atLimit: AtLimit;
}

/** What is changed; null goes back to the default. */
export type Rules = { readonly [rule in keyof PolicyRules]?: PolicyRules[rule] | null };

export const draftOf = (rules: PolicyRules): Draft => ({
  idleTimeout: durationOf(rules.idleTimeout),
  absoluteTimeout: durationOf(rules.absoluteTimeout),
  maxSessions: String(rules.maxSessions),
  atLimit: rules.atLimit,
});

/** What differs from the rules as they are; null while something does not fit. */
export const patchOf = (draft: Draft, rules: PolicyRules): Rules | null => {
  const idleTimeout = msOf(draft.idleTimeout);
  const absoluteTimeout = msOf(draft.absoluteTimeout);
  const maxSessions = countOf(draft.maxSessions);
  if (idleTimeout === null || absoluteTimeout === null || maxSessions === null) return null;
  const next: PolicyRules = { idleTimeout, absoluteTimeout, maxSessions, atLimit: draft.atLimit };
  return {
    ...(next.idleTimeout === rules.idleTimeout ? {} : { idleTimeout }),
    ...(next.absoluteTimeout === rules.absoluteTimeout ? {} : { absoluteTimeout }),
    ...(next.maxSessions === rules.maxSessions ? {} : { maxSessions }),
    ...(next.atLimit === rules.atLimit ? {} : { atLimit: next.atLimit }),
  };
};

export const problemsOf = (t: TFunction, draft: Draft): Readonly<Partial<Record<keyof Draft, string>>> => ({
  ...(msOf(draft.idleTimeout) === null ? { idleTimeout: t('rules.badTime') } : {}),
  ...(msOf(draft.absoluteTimeout) === null ? { absoluteTimeout: t('rules.badTime') } : {}),
  ...(countOf(draft.maxSessions) === null ? { maxSessions: t('rules.badCount') } : {}),
});

const mostSessions = 100_000;

const countOf = (text: string): number | null => {
  const count = /^\d{1,6}$/u.test(text.trim()) ? Number(text) : Number.NaN;
  return count <= mostSessions ? count : null;
};
