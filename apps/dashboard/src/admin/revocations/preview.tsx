import type { AdminSession, RevocationPreview } from '@curfew/contracts';

import { nameOf } from '../../active-sessions/rows.js';
import { countryName, placeOf } from '../../words/place.js';
import { useWords } from '../../words/reader.js';
import { Bars, type Bar } from '../bars.js';
import classes from './revocations.module.css';

const shown = 4;

/** Whose sessions they are, and where. */
export const Breakdown = ({ breakdown, matched }: { readonly breakdown: RevocationPreview['breakdown']; readonly matched: number }) => {
  const { t, language } = useWords();
  const { users, byUser, byCountry, byDevice } = breakdown;
  const userBars = firstOf(byUser.map(({ userId, email, count }) => ({ key: userId, words: email, count })));
  const listed = userBars.reduce((sum, { count }) => sum + count, 0);
  const others = users - userBars.length;
  return (
    <div className={classes['breakdown']}>
      <Bars
        title={t('end.byUser', { count: users })}
        most={matched}
        bars={others > 0 ? [...userBars, { key: 'others', words: t('end.others', { count: others }), count: Math.max(0, matched - listed) }] : userBars}
      />
      <Bars
        title={t('end.byCountry')}
        most={matched}
        bars={firstOf(byCountry.map(({ country, count }) => ({ key: country ?? '', words: country === null ? t('sessions.placeUnknown') : countryName(country, language), count })))}
      />
      <Bars title={t('end.byDevice')} most={matched} bars={firstOf(byDevice.map(({ type, count }) => ({ key: type, words: t(`types.${type}`), count })))} />
    </div>
  );
};

const firstOf = (bars: readonly Bar[]): readonly Bar[] => bars.slice(0, shown);

/** Some of them by name. */
export const Sample = ({ sessions }: { readonly sessions: readonly AdminSession[] }) => {
  const { t, language } = useWords();
  return (
    <details className={classes['sample']}>
      <summary>{t('end.sample', { count: sessions.length })}</summary>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            <span>{nameOf(session)}</span> {session.user.email} · {session.ipAddress} · {placeOf(session.location, language) ?? t('sessions.placeUnknown')}
          </li>
        ))}
      </ul>
    </details>
  );
};
