import type { Sort, Total } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { useConnection } from '../../account/connection.js';
import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';
import { sorts } from './filter-words.js';

interface Props {
  readonly total: Total | null;
  readonly isOld: boolean;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** How many match, as far as it is known, and in which order they stand. */
export const CountLine = ({ total, isOld, sort, onSort }: Props) => {
  const { t } = useWords();
  const { state } = useConnection();
  return (
    <div className={classes['line']}>
      <span>
        {total !== null && !isOld && (
          <>
            <strong data-total>{totalWords(t, total)}</strong>
            {state.kind === 'live' && ` · ${t('find.live')}`}
          </>
        )}
      </span>
      <select aria-label={t('find.sort')} className={classes['plainSelect']} value={sort} onChange={(event) => onSort(sorts.find((one) => one === event.currentTarget.value) ?? sort)}>
        {sorts.map((one) => (
          <option key={one} value={one}>
            {t(`find.sorts.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
};

/** "12,408 sessions match", "about 48,000", "more than 10,000". */
export const totalWords = (t: TFunction, { count, precision }: Total): string => {
  switch (precision) {
    case 'exact':
      return t('find.exact', { count });
    case 'about':
      return t('find.about', { count });
    case 'more-than':
      return t('find.moreThan', { count });
  }
};
