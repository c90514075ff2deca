import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { interrupt } from '../announce.js';
import { Dialog, DialogButtons } from '../frame/dialog.js';
import { useWords } from '../words/reader.js';
import { endOthers } from './bulk-end.js';
import classes from './page.module.css';
import { nameOf, type Row } from './rows.js';

const named = 4;

/** Asks once, with the count; then every other device is logged out by one act. */
export const BulkDialog = ({ rows, onClose }: { readonly rows: readonly Row[]; readonly onClose: () => void }) => {
  const { t } = useWords();
  const count = rows.length;
  const sessions = rows.flatMap((row) => row.sessions.filter((session) => !session.current));
  const end = useMutation({
    mutationFn: () => endOthers(count, sessions),
    onSuccess: onClose,
    onError: () => interrupt(t('sessions.bulkFailed')),
  });
  const online = sessions.filter((session) => session.online).length;
  const has = t('sessions.bulkSessions', { count: sessions.length });
  return (
    <Dialog title={t('sessions.bulkTitle', { count })} onClose={onClose}>
      <p>
        {t('sessions.bulkOnline', { count: online, sessions: has })} {t('sessions.bulkEffect')}
      </p>
      <Names rows={rows} />
      {end.isError && (
        <p role="alert" className={classes['problem']}>
          {t('sessions.bulkFailed')}
        </p>
      )}
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

const Names = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useWords();
  return (
    <div className={classes['tiles']}>
      {rows.slice(0, named).map((row) => (
        <span key={row.key}>{nameOf(row.lead)}</span>
      ))}
      {rows.length > named && <span>{t('sessions.bulkMore', { count: rows.length - named })}</span>}
    </div>
  );
};
