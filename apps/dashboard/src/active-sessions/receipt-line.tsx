import { Button } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconClockCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';

import type { Session } from '@curfew/contracts';
import { useTicking } from '../clock.js';
import { useWords } from '../words/reader.js';
import { elapsedOf, exactAgoOf, agoOf } from '../words/time.js';
import type { Ending } from './ending.js';
import { endedByWords } from './ended-words.js';
import classes from './table.module.css';

export const ReceiptLine = ({ ending, session }: { readonly ending: Ending; readonly session: Session }) => {
  const { t } = useWords();
  const words = useTicking((now) => receiptWords(t, { ending, session, now }));
  const Glyph = ending.phase === 'unconfirmed' ? IconClockCheck : IconCircleCheck;
  return (
    <span className={classes['receipt']} data-phase={ending.phase}>
      <Glyph size={18} stroke={1.6} aria-hidden="true" />
      <span>{words}</span>
    </span>
  );
};

/** It may still be signed in: said in so many words, with the one thing to do. */
export const FailedLine = ({ name, onRetry }: { readonly name: string; readonly onRetry: () => void }) => {
  const { t } = useWords();
  return (
    <span className={classes['receipt']} data-phase="failed">
      <IconAlertCircle size={18} stroke={1.6} aria-hidden="true" />
      <span>{t('sessions.failed')}</span>
      <Button variant="quiet-end" onClick={onRetry} aria-label={`${t('sessions.tryAgain')}, ${name}`} data-col="action">
        {t('sessions.tryAgain')}
      </Button>
    </span>
  );
};

interface Said {
  readonly ending: Ending;
  readonly session: Session;
  readonly now: number;
}

/** What is proved of the end of a session, in words. */
const receiptWords = (t: TFunction, { ending, session, now }: Said): string => {
  switch (ending.phase) {
    case 'confirmed':
      return t('sessions.confirmed', { count: ending.receipt.socketsClosed, elapsed: elapsedOf(t, ending.receipt.elapsedMs) });
    case 'unconfirmed': {
      const { acknowledged, live } = ending.receipt.consumers;
      return t('sessions.unconfirmed', { count: live, acknowledged });
    }
    case 'already': {
      const past = now - ending.at;
      return t('sessions.already', { ago: past < 60_000 ? exactAgoOf(t, past) : agoOf(t, past) });
    }
    case 'elsewhere':
      return elsewhere(t, session);
    case 'asking':
      return t('sessions.asking');
    case 'failed':
      return t('sessions.failed');
  }
};

const elsewhere = (t: TFunction, session: Session): string => {
  if (session.endReason === null) return t('sessions.endedMeanwhile');
  const { what, by } = endedByWords(t, session);
  return by === null ? what : `${what} · ${by}`;
};
