import type { Session } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { daysOf } from '../leaving.js';

/** Why a session ended, and by whom: "Logged out", "by you, from Work laptop". */
export const endedByWords = (t: TFunction, session: Session): { readonly what: string; readonly by: string | null } => ({
  what: whatOf(t, session),
  by: byOf(t, session),
});

/** The same in one line: "Logged out by you, from Work laptop", "Not used for 14 days". */
export const endedLine = (t: TFunction, session: Session): string => {
  const { what, by } = endedByWords(t, session);
  return by === null || session.endReason === 'idle-timeout' || session.endReason === 'absolute-timeout' ? what : `${what} ${by}`;
};

const whatOf = (t: TFunction, session: Session): string => {
  if (session.endedBy?.blocked === true) return t('sessions.ended.blocked');
  const reason = session.endReason ?? 'unknown';
  if (reason !== 'idle-timeout' && reason !== 'absolute-timeout') return t(`sessions.ended.${reason}`);
  const count = daysOf(reason, session, Date.parse(session.endedAt ?? session.lastActiveAt));
  return t(`sessions.ended.${reason}`, { count });
};

const byOf = (t: TFunction, { endReason, endedBy }: Session): string | null => {
  if (endReason === 'signed-out') return t('sessions.endedBy.itself');
  if (endReason === 'idle-timeout' || endReason === 'absolute-timeout') return t('sessions.endedBy.time');
  if (endedBy === null) return null;
  if (endedBy.type !== 'user') return t(`sessions.endedBy.${endedBy.type}`);
  return endedBy.from == null ? t('sessions.endedBy.you') : t('sessions.endedBy.youFrom', { device: endedBy.from });
};
