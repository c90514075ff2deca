import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Revocation } from '@curfew/contracts';
import { Link } from 'react-router';

import { useTicking } from '../../clock.js';
import { problemWords } from '../../sign-in/problem-words.js';
import { useWords } from '../../words/reader.js';
import { hear, isUnderWay, putAway, useRunning } from './progress.js';
import { outcomeWords, restWords } from './progress-words.js';
import { stopRevocation } from './revocation-calls.js';
import classes from './revocations.module.css';

/** The bulk revocations that are under way: how far each is, and the button that stops it. */
export const Running = () => (
  <>
    {useRunning().map((revocation) => (
      <Progress key={revocation.id} revocation={revocation} />
    ))}
  </>
);

const Progress = ({ revocation }: { readonly revocation: Revocation }) => {
  const { t } = useWords();
  const { id, matched, revoked, reason } = revocation;
  const busy = isUnderWay(revocation);
  const stop = useMutation({ mutationFn: () => stopRevocation(id), onSuccess: hear });
  const rest = useTicking((now) => restWords(t, revocation, now));
  return (
    <section className={classes['progress']} aria-label={t('end.progress')} data-status={revocation.status}>
      <div className={classes['top']}>
        <p>
          <strong>{outcomeWords(t, revocation)}</strong> <span>{t('end.because', { reason })}</span>
        </p>
        <p className={classes['sum']}>{busy && t('end.sum', { revoked, count: matched })}</p>
        {busy ? (
          <Button disabled={stop.isPending} onClick={() => stop.mutate()}>
            {t('end.stop')}
          </Button>
        ) : (
          <Button onClick={() => putAway(id)}>{t('frame.dismiss')}</Button>
        )}
      </div>
      <ProgressLine label={t('end.progress')} part={matched === 0 ? 1 : Math.min(1, revoked / matched)} />
      <div className={classes['bottom']}>
        <span>{rest}</span>
        <span>
          {revocation.sparedSessionId !== null && `${t('end.spared')} · `}
          <Link to="/admin/revocations">{t('end.all')}</Link>
        </span>
      </div>
      {stop.isError && <p role="alert">{problemWords(t, stop.error)}</p>}
    </section>
  );
};

/** How far something is. The browser's own progress bar cannot be coloured everywhere: it is read, the other one is seen. */
export const ProgressLine = ({ label, part }: { readonly label: string; readonly part: number }) => (
  <div className={classes['track']}>
    <VisuallyHidden>
      <progress aria-label={label} max={100} value={Math.round(part * 100)} />
    </VisuallyHidden>
    <div aria-hidden="true" style={{ inlineSize: `${part * 100}%` }} />
  </div>
);
