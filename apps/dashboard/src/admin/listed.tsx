import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { Skeleton } from '../active-sessions/skeleton.js';
import { Failed } from '../frame/failed.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import classes from './admin.module.css';
import type { List } from './use-pages.js';

interface Props<T> {
  readonly list: List<T>;
  readonly errorTitle: string;
  /** What is shown where there is nothing. */
  readonly empty: ReactNode;
  readonly children: (items: readonly T[]) => ReactNode;
}

/** A list while it loads, when it cannot be loaded, when it is empty, and when it is there, with what leads to more of it. */
export const Listed = <T,>({ list, errorTitle, empty, children }: Props<T>) => {
  const { t } = useWords();
  const { items, error, hasMore, isBusy, more, again } = list;
  if (items === undefined)
    return error === null ? (
      <Skeleton rows={6} />
    ) : (
      <div className={card['card']}>
        <Failed title={errorTitle} error={error} onRetry={again} />
      </div>
    );
  if (items.length === 0) return <div className={card['card']}>{empty}</div>;
  return (
    <>
      {children(items)}
      {hasMore && (
        <Button className={classes['more'] ?? ''} disabled={isBusy} onClick={more}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
};
