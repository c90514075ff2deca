import { Button } from '@mantine/core';
import { useState } from 'react';

import { useConnection } from '../../account/connection.js';
import { useWords } from '../../words/reader.js';
import { isEmpty, isLive, type Filter } from '../sessions/session-filter.js';
import { EndDialog } from './end-dialog.js';

/** Leads to the end of all that match, or, without a filter, of everyone. */
export const EndByFilter = ({ filter }: { readonly filter: Filter }) => {
  const { t } = useWords();
  const { state } = useConnection();
  const [open, setOpen] = useState(false);
  if (!isLive(filter)) return null;
  return (
    <>
      <Button variant="quiet-end" disabled={state.kind === 'offline'} onClick={() => setOpen(true)}>
        {isEmpty(filter) ? t('end.everyone') : t('end.byFilter')}
      </Button>
      {open && <EndDialog filter={filter} onClose={() => setOpen(false)} />}
    </>
  );
};
