import { Button } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';

import { useWords } from '../words/reader.js';
import { useActs } from './acts.js';
import classes from './page.module.css';
import type { Row } from './rows.js';

const BulkDialog = lazy(() => import('./bulk-dialog.js').then(({ BulkDialog: Dialog }) => ({ default: Dialog })));

/** All devices but this one; not there when this is the only one. */
export const BulkButton = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useWords();
  const { state } = useActs();
  const [asking, setAsking] = useState(false);
  const others = rows.filter((row) => !row.current);
  if (others.length === 0) return null;
  return (
    <>
      <Button
        variant="quiet-end"
        leftSection={<IconLogout size={16} stroke={1.6} aria-hidden="true" />}
        disabled={state.kind === 'offline'}
        className={classes['bulkButton'] ?? ''}
        onClick={() => setAsking(true)}
      >
        {t('sessions.bulk', { count: others.length })}
      </Button>
      {asking && (
        <Suspense fallback={null}>
          <BulkDialog rows={others} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
};
