import type { Consumer, Stats } from '@curfew/contracts';
import type { ReactNode } from 'react';

import { Skeleton } from '../../active-sessions/skeleton.js';
import { useTicking } from '../../clock.js';
import { Failed } from '../../frame/failed.js';
import { Heading } from '../../frame/heading.js';
import { Indicator } from '../../frame/indicator.js';
import { useIsNarrow } from '../../frame/media.js';
import card from '../../theme/card.module.css';
import { countryName } from '../../words/place.js';
import { useWords } from '../../words/reader.js';
import { elapsedOf, exactAgoOf, exactOf } from '../../words/time.js';
import { useAttention } from './attention.js';
import { Breakdown } from './breakdown.js';
import { CanaryCard } from './canary-card.js';
import { Consumers } from './consumers.js';
import { isBehind, isSilent, leaseLeftMs, missedCanary } from './lease.js';
import { HourChart } from './hour-chart.js';
import classes from './overview.module.css';
import { useConsumers, useStats } from './overview-calls.js';
import { Tiles } from './tiles.js';

/** How Curfew stands right now: who is signed in, what happens, and who knows of it. */
export const OverviewPage = () => {
  const { t } = useWords();
  useAttention();
  const stats = useStats();
  const consumers = useConsumers();
  const narrow = useIsNarrow();
  return (
    <>
      <Heading title={t('see.title')} lead={<Lead stats={stats.data} consumers={consumers.data} />} tools={narrow ? undefined : <Indicator />} />
      {stats.data === undefined && !stats.isError && <Skeleton rows={6} />}
      {stats.data === undefined && stats.isError && (
        <div className={card['card']}>
          <Failed title={t('see.errorTitle')} error={stats.error} onRetry={() => void stats.refetch()} />
        </div>
      )}
      {stats.data !== undefined && <Numbers stats={stats.data} consumers={consumers.data} />}
      {consumers.data !== undefined && <Consumers consumers={consumers.data} />}
      {stats.data !== undefined && <AsOf at={stats.data.asOf} />}
    </>
  );
};

const Numbers = ({ stats, consumers }: { readonly stats: Stats; readonly consumers: readonly Consumer[] | undefined }) => {
  const { t, language } = useWords();
  return (
    <>
      <Tiles stats={stats} sockets={consumers?.reduce((sum, { sockets }) => sum + sockets, 0)} />
      <div className={classes['charts']} data-canary={stats.canary !== null || undefined}>
        <HourChart hours={stats.byHour} />
        {stats.canary !== null && <CanaryCard canary={stats.canary} />}
      </div>
      <div className={classes['breakdowns']}>
        <Breakdown
          title={t('see.byCountry')}
          column={t('see.country')}
          total={stats.live}
          bars={stats.byCountry.map(({ country, count }) => ({ key: country ?? '', words: country === null ? t('sessions.placeUnknown') : countryName(country, language), count }))}
        />
        <Breakdown
          title={t('see.byDevice')}
          column={t('sessions.device')}
          total={stats.live}
          bars={stats.byDevice.map(({ type, count }) => ({ key: type, words: t(`types.${type}`), count }))}
        />
        <Breakdown
          title={t('see.byBrowser')}
          column={t('see.browser')}
          total={stats.live}
          bars={stats.byBrowser.map(({ browser, count }) => ({ key: browser ?? '', words: browser ?? t('see.otherBrowser'), count }))}
        />
      </div>
    </>
  );
};

// The worst first: who lets nobody in, who soon will, else how fast it is.
const Lead = ({ stats, consumers }: { readonly stats: Stats | undefined; readonly consumers: readonly Consumer[] | undefined }): ReactNode => {
  const { t } = useWords();
  const lapsed = consumers?.filter(isSilent) ?? [];
  const missed = consumers?.filter(missedCanary) ?? [];
  const behind = consumers?.filter(isBehind) ?? [];
  const speed = stats?.canary == null ? t('see.lead') : t('see.speed', { elapsed: elapsedOf(t, stats.canary.p50Ms) });
  return (
    <>
      {speed}{' '}
      <strong className={classes['warning']}>
        {behind.map((each) => t('see.behind', { name: each.label ?? each.kind, lag: elapsedOf(t, each.lagMs), left: elapsedOf(t, leaseLeftMs(each)) })).join(' ')}{' '}
        {missed.map((each) => t('see.canaryLate', { name: each.label ?? each.kind })).join(' ')} {lapsed.length > 0 && t('see.lapsed', { count: lapsed.length })}
      </strong>
    </>
  );
};

const AsOf = ({ at }: { readonly at: string }) => {
  const { t, locale } = useWords();
  const ago = useTicking((now) => exactAgoOf(t, now - Date.parse(at)));
  return (
    <p className={card['foot']}>
      <time dateTime={at} title={exactOf(new Date(at), locale)}>
        {t('see.asOf', { ago })}
      </time>
    </p>
  );
};
