import type { Revocation } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { elapsedOf, spanOf } from '../../words/time.js';
import { isUnderWay } from './progress.js';

/** How far it is, or what came of it, as a title. */
export const outcomeWords = (t: TFunction, revocation: Revocation): string => {
  const { status, matched, revoked, receipt } = revocation;
  switch (status) {
    case 'queued':
    case 'running':
      return t('end.running', { count: matched });
    case 'cancelled':
      return `${t('end.stopped', { count: revoked })} ${t('end.left', { count: Math.max(0, matched - revoked) })}`;
    case 'failed':
      return t('end.broken', { count: revoked });
    case 'completed':
      if (receipt !== null && !receipt.confirmed) return t('end.unconfirmed', { count: revoked, ...receipt.consumers });
      return t('end.done', { count: revoked, elapsed: elapsedOf(t, tookMs(revocation)) });
  }
};

/** "5,408 left · about 4 s · 2,881 connections closed so far" */
export const restWords = (t: TFunction, revocation: Revocation, now: number): string => {
  const { matched, revoked, socketsClosed } = revocation;
  const closed = socketsClosed === 0 ? null : t('sessions.closed', { count: socketsClosed });
  if (!isUnderWay(revocation)) return closed ?? '';
  const left = leftMs(revocation, now);
  return [
    t('end.remaining', { count: Math.max(0, matched - revoked) }),
    left === null ? null : t('end.aboutSpan', { span: spanOf(t, Math.max(1000, left)) }),
    closed === null ? null : t('end.soFar', { closed }),
  ]
    .filter((words) => words !== null)
    .join(' · ');
};

const tookMs = ({ startedAt, createdAt, finishedAt }: Revocation): number => Math.max(0, Date.parse(finishedAt ?? createdAt) - Date.parse(startedAt ?? createdAt));

/** How long the rest takes at the speed so far; null while nothing can be said. */
export const leftMs = ({ startedAt, matched, revoked }: Pick<Revocation, 'startedAt' | 'matched' | 'revoked'>, now: number): number | null => {
  if (startedAt === null || revoked === 0) return null;
  const took = now - Date.parse(startedAt);
  return took <= 0 ? null : (took / revoked) * Math.max(0, matched - revoked);
};
