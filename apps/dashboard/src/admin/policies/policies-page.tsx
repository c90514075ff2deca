import { useQuery } from '@tanstack/react-query';

import { Skeleton } from '../../active-sessions/skeleton.js';
import { Failed } from '../../frame/failed.js';
import { Heading } from '../../frame/heading.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import classes from './policies.module.css';
import { readPolicy } from './policy-calls.js';
import { RulesForm } from './rules-form.js';

/** How long sessions may last and how many there may be, for each role. */
export const PoliciesPage = () => {
  const { t } = useWords();
  const query = useQuery({ queryKey: adminKeys.policy, queryFn: readPolicy, refetchOnMount: 'always' });
  const { data } = query;
  return (
    <>
      <Heading title={t('rules.title')} lead={t('rules.lead')} />
      {data === undefined && !query.isError && <Skeleton rows={4} />}
      {data === undefined && query.isError && (
        <div className={card['card']}>
          <Failed title={t('rules.errorTitle')} error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {data !== undefined && (
        <div className={classes['roles']}>
          {(['user', 'admin'] as const).map((role) => (
            // What somebody else changed meanwhile is shown, and not written over.
            <RulesForm key={role + JSON.stringify(data.policy[role])} role={role} rules={data.policy[role]} lockedBy={data.lockedBy} />
          ))}
        </div>
      )}
    </>
  );
};
