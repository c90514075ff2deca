import { IconMapPinQuestion } from '@tabler/icons-react';
import type { Session } from '@curfew/contracts';

import { Skeleton } from '../active-sessions/skeleton.js';
import type { Happening } from '../activity/happenings.js';
import { Timeline } from '../activity/timeline.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { placeOf } from '../words/place.js';
import { spanOf } from '../words/time.js';
import classes from './session.module.css';

/** What happened to a session, newest first. */
export const History = ({ happenings, failed }: { readonly happenings: readonly Happening[] | undefined; readonly failed: boolean }) => {
  const { t } = useWords();
  if (happenings === undefined && !failed) return <Skeleton rows={3} />;
  return (
    <section className={`${card['card']} ${card['padded']}`}>
      <h2>{t('session.history')}</h2>
      {failed && <p role="alert">{t('session.historyError')}</p>}
      <Timeline happenings={happenings ?? []} withDevice={false} />
    </section>
  );
};

/** An address that changed to another country in mid-session: normal for some, and to be looked at. */
export const Moved = ({ happenings, session }: { readonly happenings: readonly Happening[] | undefined; readonly session: Session }) => {
  const { t, language } = useWords();
  const move = happenings?.find(({ change, event, before }) => change === 'moved' && event.session?.location?.country !== before?.location?.country);
  if (move?.event.session == null || move.before === null) return null;
  const where = ({ ipAddress, location }: Session): string => {
    const place = placeOf(location, language);
    return place === null ? ipAddress : t('session.at', { ip: ipAddress, place });
  };
  const after = Date.parse(move.event.occurredAt) - Date.parse(session.createdAt);
  return (
    <section className={classes['moved']}>
      <IconMapPinQuestion size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <h2>{after < 60_000 ? t('session.movedAtOnce') : t('session.moved', { span: spanOf(t, after) })}</h2>
        <p>{t('session.movedText', { from: where(move.before), to: where(move.event.session) })}</p>
      </div>
    </section>
  );
};
