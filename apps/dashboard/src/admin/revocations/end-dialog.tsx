import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RevocationFilter, RevocationPreview } from '@curfew/contracts';
import { useState, type FormEvent } from 'react';

import { interrupt } from '../../announce.js';
import { Dialog, DialogButtons } from '../../frame/dialog.js';
import { Failed } from '../../frame/failed.js';
import { problemWords } from '../../sign-in/problem-words.js';
import { useWords } from '../../words/reader.js';
import { clockSecondsOf } from '../../words/time.js';
import { Chip } from '../sessions/filter-bar.js';
import { lastReason, rememberReason } from '../sessions/last-reason.js';
import { fields, isEmpty, revocationFilterOf, type Filter } from '../sessions/session-filter.js';
import { Confirmation } from './confirmation.js';
import { Breakdown, Sample } from './preview.js';
import { watchOver } from './progress.js';
import { previewRevocation, startRevocation } from './revocation-calls.js';
import classes from './revocations.module.css';
import { isConfirmed } from './typed-count.js';

/** First what would be ended, then why, and over a hundred the number typed out: then all that match are ended. */
export const EndDialog = ({ filter, onClose }: { readonly filter: Filter; readonly onClose: () => void }) => {
  const { t } = useWords();
  const asked = revocationFilterOf(filter) ?? {};
  const { counted, error, again } = usePreview(filter, asked);
  if (counted === undefined)
    return (
      <Dialog title={t('end.counting')} onClose={onClose} wide>
        {error === null ? <div className={classes['waiting']} /> : <Failed title={t('end.notCounted')} error={error} onRetry={again} />}
      </Dialog>
    );
  return (
    <Dialog title={counted.matched === 0 ? t('end.nobody') : t('end.title', { count: counted.matched })} onClose={onClose} wide>
      {counted.matched > 0 && <Question filter={filter} asked={asked} preview={counted} onClose={onClose} />}
      {counted.matched === 0 && (
        <DialogButtons>
          <Button data-first onClick={onClose}>
            {t('frame.dismiss')}
          </Button>
        </DialogButtons>
      )}
    </Dialog>
  );
};

interface Counted {
  readonly counted: RevocationPreview | undefined;
  readonly error: Error | null;
  readonly again: () => void;
}

// The first answer is the one that is asked about: a later one must not change the number under whoever types it.
const usePreview = (filter: Filter, asked: RevocationFilter): Counted => {
  const query = useQuery({ queryKey: ['admin', 'preview', filter], queryFn: () => previewRevocation(asked, isEmpty(filter)), gcTime: 0, refetchOnMount: 'always' });
  const [counted, setCounted] = useState<RevocationPreview | undefined>();
  if (counted === undefined && query.data !== undefined) setCounted(query.data);
  return { counted, error: query.error, again: () => void query.refetch() };
};

interface Props {
  readonly filter: Filter;
  readonly asked: RevocationFilter;
  readonly preview: RevocationPreview;
  readonly onClose: () => void;
}

const Question = ({ filter, asked, preview, onClose }: Props) => {
  const { t } = useWords();
  const { matched, countedAt } = preview;
  const everyone = isEmpty(filter);
  const [reason, setReason] = useState(lastReason);
  const [typed, setTyped] = useState('');
  const [idempotencyKey] = useState(newKey);
  const start = useMutation({
    mutationFn: () => startRevocation({ filter: everyone ? {} : keptTo(asked, countedAt), everyone, reason: reason.trim(), idempotencyKey }),
    onSuccess: (started) => {
      rememberReason(reason);
      watchOver(started);
      onClose();
    },
    onError: () => interrupt(t('end.failed')),
  });
  const ready = reason.trim() !== '' && isConfirmed(typed, matched, everyone);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !start.isPending) start.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Matching filter={filter} preview={preview} />
      <Confirmation reason={reason} onReason={setReason} typed={typed} onTyped={setTyped} matched={matched} everyone={everyone} />
      {start.isError && (
        <p role="alert" className={classes['alert']}>
          {t('end.failed')} {problemWords(t, start.error)}
        </p>
      )}
      <DialogButtons>
        <Button onClick={onClose}>{t('sessions.bulkKeep')}</Button>
        <Button type="submit" variant="end" disabled={!ready || start.isPending}>
          {t('end.do', { count: matched })}
        </Button>
      </DialogButtons>
    </form>
  );
};

// What would be ended: the filter in words, and who that is.
const Matching = ({ filter, preview: { matched, countedAt, breakdown, sample } }: Pick<Props, 'filter' | 'preview'>) => {
  const { t, locale } = useWords();
  return (
    <>
      <p className={classes['effect']}>{isEmpty(filter) ? t('end.effectEveryone') : t('end.effect')}</p>
      <div className={classes['asked']}>
        {fields.map((field) => (filter[field] === undefined ? null : <Chip key={field} field={field} text={filter[field]} />))}
      </div>
      <Breakdown breakdown={breakdown} matched={matched} />
      <p className={classes['effect']}>{t('end.countedAt', { time: clockSecondsOf(new Date(countedAt), locale) })}</p>
      <Sample sessions={sample} />
    </>
  );
};

// What was opened after it was counted is not ended.
const keptTo = (asked: RevocationFilter, countedAt: string): RevocationFilter => ({
  ...asked,
  createdBefore: asked.createdBefore !== undefined && asked.createdBefore < countedAt ? asked.createdBefore : countedAt,
});

// randomUUID is only there on secure pages; this one may be open by http in one's own network.
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
