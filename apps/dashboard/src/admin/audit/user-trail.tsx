import { IconHistory } from '@tabler/icons-react';
import type { AuditEvent } from '@curfew/contracts';
import { Link } from 'react-router';

import { Blank } from '../../frame/blank.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { Listed } from '../listed.js';
import { usePages } from '../use-pages.js';
import { listAudit } from './audit-calls.js';
import { trailAddressOf } from './trail-filter.js';
import { TrailDays } from './trail.js';

const shown = 20;

/** The newest of what happened to one user. */
export const UserTrail = ({ userId }: { readonly userId: string }) => {
  const { t } = useWords();
  const list = usePages<AuditEvent>([...adminKeys.audit, 'of', userId], (cursor) => listAudit({ userId }, cursor, shown));
  return (
    <Listed list={list} errorTitle={t('trail.errorTitle')} empty={<Blank icon={IconHistory} title={t('trail.nothing')} />}>
      {(items) => (
        <>
          <TrailDays events={items} />
          <Link to={trailAddressOf({ userId })}>{t('trail.allOfUser')}</Link>
        </>
      )}
    </Listed>
  );
};
