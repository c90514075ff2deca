import { IconCircleCheck, IconClockCheck, IconRefresh, IconShieldPause, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { retryNow, useConnection } from '../account/connection.js';
import { useTicking } from '../clock.js';
import { isCode } from '../problem.js';
import card from '../theme/card.module.css';
import text from '../theme/text.module.css';
import { useWords } from '../words/reader.js';
import { clockSecondsOf, elapsedOf, exactAgoOf } from '../words/time.js';
import { useBulk, type Bulk } from './bulk-end.js';
import classes from './strips.module.css';

/** Above the rows: how old they are when they are old, and what changed when they are right again. */
export const Strips = ({ error, phone = false }: { readonly error?: unknown; readonly phone?: boolean }) => {
  const { state, back } = useConnection();
  const bulk = useBulk();
  const strip = ((): ReactNode => {
    if (state.kind === 'unsure' || isCode(error, 'unavailable')) return <Unsure />;
    if (state.kind === 'offline') return <Offline since={state.since} />;
    if (state.kind === 'reconnecting') return <Reconnecting since={state.since} />;
    if (bulk !== null) return <BulkStrip bulk={bulk} />;
    return back === null ? null : <Back ended={back.ended} />;
  })();
  if (strip === null) return null;
  return phone ? <div className={`${card['card']} ${classes['phone']}`}>{strip}</div> : strip;
};

const Offline = ({ since }: { readonly since: number }) => {
  const { t, locale } = useWords();
  return (
    <Strip look="amber" icon={<IconWifiOff size={18} stroke={1.6} aria-hidden="true" />}>
      {t('live.offlineStrip', { time: clockSecondsOf(new Date(since), locale) })}
    </Strip>
  );
};

const Reconnecting = ({ since }: { readonly since: number }) => {
  const { t } = useWords();
  const ago = useTicking((now) => exactAgoOf(t, now - since));
  return (
    <Strip look="amber" icon={<IconRefresh size={18} stroke={1.6} aria-hidden="true" />}>
      {t('live.reconnecting', { ago })}
      <button type="button" className={text['act']} onClick={retryNow}>
        {t('live.tryNow')}
      </button>
    </Strip>
  );
};

// All others were logged out by one act: its receipt, once.
const BulkStrip = ({ bulk: { devices, receipt } }: { readonly bulk: Bulk }) => {
  const { t } = useWords();
  if (!receipt.confirmed) {
    const { acknowledged, live } = receipt.consumers;
    return (
      <Strip look="amber" icon={<IconClockCheck size={18} stroke={1.6} aria-hidden="true" />}>
        {t('sessions.unconfirmedMany', { count: devices, acknowledged, live })}
      </Strip>
    );
  }
  const closed = receipt.socketsClosed === 0 ? '' : ` · ${t('sessions.closed', { count: receipt.socketsClosed })}`;
  return (
    <Strip look="live" icon={<IconCircleCheck size={18} stroke={1.6} aria-hidden="true" />}>
      {t('sessions.confirmedMany', { count: devices, elapsed: elapsedOf(t, receipt.elapsedMs) }) + closed}
    </Strip>
  );
};

/** Below the rows while offline: why Log Out does not work. */
export const OfflineFoot = ({ words }: { readonly words: string }) => {
  const { state } = useConnection();
  return state.kind === 'offline' ? <p className={card['foot']}>{words}</p> : null;
};

const Back = ({ ended }: { readonly ended: number }) => {
  const { t } = useWords();
  return (
    <Strip look="live" icon={<IconCircleCheck size={18} stroke={1.6} aria-hidden="true" />}>
      {ended === 0 ? t('live.again') : t('live.meanwhile', { count: ended })}
      {ended > 0 && (
        <Link className={text['act'] ?? ''} to="/sessions?tab=ended">
          {t('live.show')}
        </Link>
      )}
    </Strip>
  );
};

const Unsure = () => {
  const { t } = useWords();
  return (
    <div className={classes['unsure']}>
      <Strip look="amber" icon={<IconShieldPause size={18} stroke={1.6} aria-hidden="true" />}>
        {t('live.unsure')}
      </Strip>
      <p>{t('live.unsureMore')}</p>
    </div>
  );
};

/** One line above the rows, in the colour of what it says. */
export const Strip = ({ look, icon, children }: { readonly look: 'amber' | 'live'; readonly icon: ReactNode; readonly children: ReactNode }) => (
  <div className={classes['strip']} data-look={look}>
    {icon}
    <span>{children}</span>
  </div>
);
