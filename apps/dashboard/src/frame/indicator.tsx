import { useConnection } from '../account/connection.js';
import { useTicking } from '../clock.js';
import type { LiveState } from '../live.js';
import { useWords } from '../words/reader.js';
import { exactAgoOf } from '../words/time.js';
import classes from './frame.module.css';

const looks: Readonly<Record<LiveState['kind'], string>> = {
  connecting: 'quiet',
  live: 'live',
  reconnecting: 'amber',
  unsure: 'amber',
  offline: 'quiet',
};

/** Whether what is on the page is how it is right now. */
export const Indicator = () => {
  const { state } = useConnection();
  const { t } = useWords();
  const words = useTicking((now) => {
    switch (state.kind) {
      case 'connecting':
        return t('live.connecting');
      case 'live':
        return t('live.live');
      case 'offline':
        return t('live.offline');
      case 'reconnecting':
      case 'unsure':
        return t('live.reconnecting', { ago: exactAgoOf(t, now - state.since) });
    }
  });
  return (
    <span key={state.kind} className={classes['indicator']} data-look={looks[state.kind]} data-state={state.kind}>
      <span className={classes['dot']} aria-hidden="true" />
      {words}
    </span>
  );
};
