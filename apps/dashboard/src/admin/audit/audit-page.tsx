import { IconHistory } from '@tabler/icons-react';
import type { AuditEvent } from '@curfew/contracts';
import { useNavigate, useSearchParams } from 'react-router';

import { Blank } from '../../frame/blank.js';
import { Heading } from '../../frame/heading.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { ExportMenu } from '../export-menu.js';
import { Listed } from '../listed.js';
import { usePages } from '../use-pages.js';
import { auditExportAddress, listAudit } from './audit-calls.js';
import { TrailBar } from './trail-bar.js';
import { trailAddressOf, trailFilterOf, type TrailFilter } from './trail-filter.js';
import { TrailDays } from './trail.js';
import { Verify } from './verify.js';

/** Who did what to whom, from where and why, with the proof that nobody rewrote it. */
export const AuditPage = () => {
  const { t } = useWords();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const filter = trailFilterOf(params);
  const list = usePages<AuditEvent>([...adminKeys.audit, filter], (cursor) => listAudit(filter, cursor));
  const ask = (next: TrailFilter): void => void navigate(trailAddressOf(next));
  return (
    <>
      <Heading title={t('trail.title')} lead={t('trail.lead')} tools={<ExportMenu addressOf={(format) => auditExportAddress(filter, format)} />} />
      <Verify />
      <TrailBar filter={filter} onFilter={ask} />
      <Listed list={list} errorTitle={t('trail.errorTitle')} empty={<Blank icon={IconHistory} title={t('trail.nothing')} />}>
        {(items) => <TrailDays events={items} />}
      </Listed>
    </>
  );
};
