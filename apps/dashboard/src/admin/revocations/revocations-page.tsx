import { IconListSearch } from '@tabler/icons-react';
import type { Revocation } from '@curfew/contracts';
import { Link } from 'react-router';

import { useTicking } from '../../clock.js';
import { Blank } from '../../frame/blank.js';
import { Heading } from '../../frame/heading.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { exactOf, whenOf } from '../../words/time.js';
import { adminKeys } from '../admin-keys.js';
import classes from '../admin.module.css';
import { Listed } from '../listed.js';
import { Chip } from '../sessions/filter-bar.js';
import { fields } from '../sessions/session-filter.js';
import { usePages } from '../use-pages.js';
import { useWatching } from '../watching.js';
import { hearProgress } from './progress.js';
import { outcomeWords, restWords } from './progress-words.js';
import { listRevocations } from './revocation-calls.js';
import { Running } from './running.js';

const everything = {};

/** Every bulk revocation: who, why, how many, and what came of it. */
export const RevocationsPage = () => {
  const { t } = useWords();
  const list = usePages<Revocation>([...adminKeys.revocations, 'all'], (cursor) => listRevocations(cursor, 50));
  useWatching(everything, { onProgress: hearProgress });
  return (
    <>
      <p className={classes['quiet']}>
        <Link to="/admin/sessions">{t('admin.title')}</Link>
      </p>
      <Heading title={t('end.listTitle')} lead={t('end.listLead')} />
      <Running />
      <Listed list={list} errorTitle={t('end.listError')} empty={<Blank icon={IconListSearch} title={t('end.listNothing')} />}>
        {(items) => <Table items={items} />}
      </Listed>
    </>
  );
};

const Table = ({ items }: { readonly items: readonly Revocation[] }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <table className={classes['table']} aria-label={t('end.listTitle')}>
        <thead>
          <tr>
            {(['what', 'why', 'who', 'when'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`end.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Entry key={item.id} revocation={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Entry = ({ revocation }: { readonly revocation: Revocation }) => {
  const { t, locale } = useWords();
  const { reason, createdBy, createdAt } = revocation;
  const when = useTicking((now) => whenOf({ t, locale }, new Date(createdAt), new Date(now)));
  return (
    <tr data-revocation={revocation.status}>
      <td data-label={t('end.columns.what')}>
        <span>
          <span className={classes['name']}>{outcomeWords(t, revocation)}</span>
          <small>{restWords(t, revocation, Date.parse(createdAt))}</small>
          <Asked revocation={revocation} />
        </span>
      </td>
      <td data-label={t('end.columns.why')}>
        <span>{reason}</span>
      </td>
      <td data-label={t('end.columns.who')}>
        <Link to={`/admin/users/${createdBy.id}`}>{createdBy.name ?? createdBy.email}</Link>
      </td>
      <td data-label={t('end.columns.when')}>
        <time dateTime={createdAt} title={exactOf(new Date(createdAt), locale)}>
          {when}
        </time>
      </td>
    </tr>
  );
};

const Asked = ({ revocation: { filter } }: { readonly revocation: Revocation }) => {
  const { t } = useWords();
  const asked = fields.filter((field) => filter[field] !== undefined);
  if (asked.length === 0) return <small>{t('end.wasEveryone')}</small>;
  return (
    <span className={classes['chips']}>
      {asked.map((field) => (
        <Chip key={field} field={field} text={String(filter[field])} />
      ))}
    </span>
  );
};
