import type { Session } from '@curfew/contracts';

import { useTicking } from '../clock.js';
import type { LiveState } from '../live.js';
import { pageConfig } from '../page-config.js';
import { useWords } from '../words/reader.js';
import { clockOf, exactAgoOf, sinceOf } from '../words/time.js';
import { Fading } from './fading.js';
import { standingOf } from './standing.js';
import classes from './table.module.css';

const idleAfter = pageConfig.idleAfterMs ?? 15 * 60_000;

/** Whether a session is online, active or idle; old news are shown as old. */
export const Status = ({ session, state }: { readonly session: Session; readonly state: LiveState }) => {
  const { t, locale } = useWords();
  const standing = useTicking((now) => standingOf(session, { state, now, idleAfter }));
  const words = useTicking((now) => {
    switch (standing) {
      case 'online':
        return t('sessions.onlineNow');
      case 'active':
      case 'was-active':
        return t('sessions.active');
      case 'idle':
      case 'was-idle':
        return t('sessions.idle', { span: sinceOf(t, now - Date.parse(session.lastActiveAt)) });
      case 'was-online':
        return state.kind === 'offline'
          ? t('sessions.wasOnlineAt', { time: clockOf(new Date(state.since), locale) })
          : t('sessions.wasOnline', { ago: exactAgoOf(t, now - ('since' in state ? state.since : now)) });
    }
  });
  return (
    <span className={classes['status']} data-standing={standing}>
      <span className={classes['dot']} aria-hidden="true" />
      <Fading words={words} of={standing} />
    </span>
  );
};
