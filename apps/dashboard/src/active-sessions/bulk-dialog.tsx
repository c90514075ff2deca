import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { announce, interrupt } from '../announce.js';
import { cache, keys } from '../account/cache.js';
import { endOtherSessions } from '../calls.js';
import { Dialog, DialogButtons } from '../frame/dialog.js';
import { useWords } from '../words/reader.js';
import { hearSession } from './live-list.js';
import { ownEndings } from './own-endings.js';
import classes from './page.module.css';
import { nameOf, type Row } from './rows.js';

const named = 4;

/** Asks once, with the count; then every other device is logged out by one act. */
export const BulkDialog = ({ rows, onClose }: { readonly rows: readonly Row[]; readonly onClose: () => void }) => {
  const { t } = useWords();
  const count = rows.length;
  const sessions = rows.flatMap((row) => row.sessions.filter((session) => !session.current));
  const online = sessions.filter((session) => session.online).length;
  const end = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: ({ receipt }) => {
      const phase = receipt.confirmed ? 'confirmed' : 'unconfirmed';
      for (const session of sessions) {
        ownEndings.set(session, { phase, receipt });
        hearSession({ ...session, endedAt: new Date().toISOString() });
      }
      announce(t('sessions.said.many', { count }));
      void cache.invalidateQueries({ queryKey: keys.live });
      void cache.invalidateQueries({ queryKey: keys.ended });
      onClose();
    },
    onError: () => interrupt(t('sessions.bulkFailed')),
  });
  return (
    <Dialog title={t('sessions.bulkTitle', { count })} onClose={onClose}>
      <p>
        {t('sessions.bulkOnline', { count: online, sessions: t('sessions.bulkSessions', { count: sessions.length }) })} {t('sessions.bulkEffect')}
      </p>
      <div className={classes['tiles']}>
        {rows.slice(0, named).map((row) => (
          <span key={row.key}>{nameOf(row.lead)}</span>
        ))}
        {count > named && <span>{t('sessions.bulkMore', { count: count - named })}</span>}
      </div>
      {end.isError && <p role="alert">{t('sessions.bulkFailed')}</p>}
      <DialogButtons>
        <Button data-first onClick={onClose}>
          {t('sessions.bulkKeep')}
        </Button>
        <Button variant="end" disabled={end.isPending} onClick={() => end.mutate()}>
          {end.isError ? t('sessions.tryAgain') : t('sessions.bulkDo', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
};
