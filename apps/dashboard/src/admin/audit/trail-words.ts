import { auditType, endReason, type AuditEvent, type AuditVerification } from '@curfew/contracts';
import type { TFunction } from 'i18next';

/** What happened. */
export const eventWords = (t: TFunction, { type, userId, sparedSessionId }: AuditEvent): string => {
  if (type === 'sessions-revoked') return userId === null ? t('trail.endedEveryone') : sparedSessionId == null ? t('trail.endedUser') : t('trail.endedOthers');
  if (type === 'session-updated' && userId === null) return t('trail.changedEveryone');
  return t(`trail.types.${type}`);
};

/** Why: an end by its cause, anything else by the text that the event carries. */
export const reasonWords = (t: TFunction, { reason }: Pick<AuditEvent, 'reason'>): string | null => {
  if (reason === null) return null;
  const cause = endReason.options.find((one) => one === reason);
  return cause === undefined ? reason : t(`trail.reasons.${cause}`);
};

/** The types that a filter offers, by their words. */
export const typeChoices = (t: TFunction): readonly (readonly [string, string])[] => [
  ['', t('trail.everything')],
  ...auditType.options.map((type) => [type, type === 'sessions-revoked' ? t('trail.endedMany') : t(`trail.types.${type}`)] as const),
];

/** The outcome of checking the chain, in words. */
export const verdictWords = (t: TFunction, { ok, checked, firstBroken, problem }: AuditVerification): string => {
  if (ok) return t('trail.whole', { count: checked });
  const what = t(`trail.breaks.${problem ?? 'edited'}`);
  return firstBroken === null ? t('trail.broken', { count: checked, what }) : t('trail.brokenAt', { count: checked, what, position: firstBroken });
};
