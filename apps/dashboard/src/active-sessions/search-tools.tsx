import { useId } from 'react';

import { SearchField } from '../frame/search-field.js';
import { useWords } from '../words/reader.js';
import classes from './page.module.css';
import type { Filter } from './rows.js';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

const labels = { all: 'sessions.filterAll', online: 'sessions.filterOnline', idle: 'sessions.filterIdle' } as const;

/** From eight devices on: find one. */
export const SearchTools = ({ text, onText, filter, onFilter }: Props) => {
  const { t } = useWords();
  const name = useId();
  return (
    <search className={classes['tools']}>
      <SearchField label={t('sessions.search')} text={text} onText={onText} />
      <div role="radiogroup" aria-label={t('sessions.filter')} className={classes['segments']}>
        {(['all', 'online', 'idle'] as const).map((kind) => (
          <label key={kind}>
            <input type="radio" name={name} checked={filter === kind} onChange={() => onFilter(kind)} />
            {t(labels[kind])}
          </label>
        ))}
      </div>
    </search>
  );
};
