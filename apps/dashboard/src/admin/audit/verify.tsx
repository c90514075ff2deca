import { Button } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { AuditVerification } from '@curfew/contracts';

import { announce, interrupt } from '../../announce.js';
import { Copy } from '../../frame/failed.js';
import { useWords } from '../../words/reader.js';
import { adminProblem } from '../admin-problem.js';
import { verifyAudit } from './audit-calls.js';
import own from './audit.module.css';
import { verdictWords } from './trail-words.js';

/** Has the chain of the trail checked, and says in words what came of it. */
export const Verify = () => {
  const { t } = useWords();
  const verify = useMutation({
    mutationFn: verifyAudit,
    onSuccess: (verdict) => (verdict.ok ? announce : interrupt)(verdictWords(t, verdict)),
  });
  const { data: verdict, error } = verify;
  const look = lookOf(verdict, error);
  const Glyph = look === 'ember' ? IconAlertTriangle : IconShieldCheck;
  const words = verdict === undefined ? t('trail.verifyText') : verdictWords(t, verdict);
  return (
    <section className={own['verify']} data-look={look} aria-label={t('trail.verifyTitle')}>
      <Glyph size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <p data-verdict>{error === null ? words : adminProblem(t, error)}</p>
        {look === 'live' && <Head head={verdict?.head ?? null} />}
      </div>
      <Button disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? t('trail.verifying') : t('trail.verify')}
      </Button>
    </section>
  );
};

const lookOf = (verdict: AuditVerification | undefined, error: Error | null): 'quiet' | 'live' | 'ember' => {
  if (error !== null) return 'ember';
  if (verdict === undefined) return 'quiet';
  return verdict.ok ? 'live' : 'ember';
};

// Kept somewhere else, the last link shows later that nothing before it was written anew.
const Head = ({ head }: { readonly head: AuditVerification['head'] }) => {
  const { t } = useWords();
  if (head === null) return null;
  return (
    <p>
      {t('trail.head', { number: head.number })} <code>{head.hash}</code> <Copy text={`${head.number} ${head.hash}`} words={t('trail.copyHead')} />
    </p>
  );
};
