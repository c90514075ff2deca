import type { TFunction } from 'i18next';

import { elapsedOf } from '../../words/time.js';
import { isDone, outcomeOf, type Run } from './picks.js';

/** How far the end of the ticked sessions is, or what came of it: "everywhere" only where that is proved. */
export const runWords = (t: TFunction, run: Run): string => {
  const count = run.sessions.length;
  const { over, failed, ending } = outcomeOf(run);
  if (!isDone(run)) return t('pick.ending', { count, over });
  if (failed > 0) return `${t('pick.partly', { count, over })} ${t('pick.left', { count: failed })}`;
  if (ending?.phase === 'unconfirmed') return t('pick.unconfirmed', { count, ...ending.receipt.consumers });
  if (ending?.phase !== 'confirmed') return t('pick.already', { count });
  const { elapsedMs, socketsClosed } = ending.receipt;
  const closed = socketsClosed === 0 ? '' : ` · ${t('sessions.closed', { count: socketsClosed })}`;
  return t('pick.done', { count, elapsed: elapsedOf(t, elapsedMs) }) + closed;
};

/** The look of those words. */
export const lookOf = (run: Run): 'busy' | 'ember' | 'amber' | 'live' => {
  if (!isDone(run)) return 'busy';
  const { failed, ending } = outcomeOf(run);
  if (failed > 0) return 'ember';
  return ending?.phase === 'unconfirmed' ? 'amber' : 'live';
};
