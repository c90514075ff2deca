import { IconX } from '@tabler/icons-react';

import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';
import { Choice } from '../choice.js';
import { instantOf, localOf } from '../sessions/filter-words.js';
import own from './audit.module.css';
import { withTrailField, type TrailField, type TrailFilter } from './trail-filter.js';
import { typeChoices } from './trail-words.js';
import { UserName } from './user-name.js';

interface Props {
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
}

/** What of the trail is shown: which type, between which times, and of whom, where a link led to one. */
export const TrailBar = ({ filter, onFilter }: Props) => {
  const { t } = useWords();
  const put = (field: TrailField, text: string | null): void => onFilter(withTrailField(filter, field, text));
  const chosen = (['userId', 'actorId', 'sessionId'] as const).filter((field) => filter[field] !== undefined);
  return (
    <search className={own['bar']} aria-label={t('find.filters')}>
      <Choice label={t('trail.type')} value={filter.type ?? ''} choices={typeChoices(t)} onChoose={(type) => put('type', type === '' ? null : type)} />
      <Time label={t('trail.from')} value={filter.from} onPut={(text) => put('from', text)} />
      <Time label={t('trail.to')} value={filter.to} onPut={(text) => put('to', text)} />
      {chosen.length > 0 && (
        <div className={own['chosen']}>
          {chosen.map((field) => (
            <span key={field} className={classes['chip']}>
              <span>
                {t(`trail.fields.${field}`)}
                <strong>{field === 'sessionId' ? filter[field] : <UserName id={filter[field] ?? ''} />}</strong>
              </span>
              <button type="button" aria-label={t('find.remove', { field: t(`trail.fields.${field}`), value: '' })} onClick={() => put(field, null)}>
                <IconX size={16} stroke={1.6} aria-hidden="true" />
              </button>
            </span>
          ))}
        </div>
      )}
    </search>
  );
};

const Time = ({ label, value, onPut }: { readonly label: string; readonly value: string | undefined; readonly onPut: (text: string | null) => void }) => (
  <label className={classes['field']}>
    <span>{label}</span>
    <input
      type="datetime-local"
      className={classes['select']}
      key={value}
      defaultValue={value === undefined ? '' : localOf(value)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      onBlur={(event) => {
        const next = instantOf(event.currentTarget.value);
        if (next !== (value === undefined ? null : new Date(value).toISOString())) onPut(next);
      }}
    />
  </label>
);
