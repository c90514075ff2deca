import type { Stats } from '@curfew/contracts';

import { useTicking } from '../../clock.js';
import { useWords } from '../../words/reader.js';
import { elapsedOf, exactAgoOf } from '../../words/time.js';
import classes from './overview.module.css';

/** How long it takes until an ended session is known everywhere, by a session that is ended for it. */
export const CanaryCard = ({ canary }: { readonly canary: NonNullable<Stats['canary']> }) => {
  const { t } = useWords();
  const ago = useTicking((now) => exactAgoOf(t, now - Date.parse(canary.at)));
  return (
    <section className={classes['panel']} data-canary>
      <div className={classes['panelHead']}>
        <h2>{t('see.canary')}</h2>
      </div>
      <p className={classes['small']}>{t('see.canaryText')}</p>
      <p className={classes['big']}>{elapsedOf(t, canary.latencyMs)}</p>
      <p className={classes['small']}>{t('see.canaryMore', { p50: elapsedOf(t, canary.p50Ms), p99: elapsedOf(t, canary.p99Ms), ago })}</p>
    </section>
  );
};
