import type { KeyboardEvent } from 'react';
import { Link, useNavigate } from 'react-router';

import { useWords } from '../words/reader.js';
import classes from './page.module.css';

interface Props {
  readonly live: number | undefined;
  readonly ended: number | undefined;
  readonly tab: 'live' | 'ended';
}

const places = { live: '/sessions', ended: '/sessions?tab=ended' } as const;

/** Signed in, and recently ended. Each has its own address. */
export const Tabs = ({ tab, ...counts }: Props) => {
  const { t } = useWords();
  const navigate = useNavigate();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'live' ? 'ended' : 'live';
    void navigate(places[other], { replace: true });
    document.getElementById(`tab-${other}`)?.focus();
  };
  return (
    <div role="tablist" className={classes['tabs']} onKeyDown={onKeyDown} tabIndex={-1}>
      {(['live', 'ended'] as const).map((name) => (
        <Link
          key={name}
          role="tab"
          id={`tab-${name}`}
          to={places[name]}
          replace
          className={classes['tab'] ?? ''}
          aria-selected={tab === name}
          aria-controls="tabpanel"
          tabIndex={tab === name ? 0 : -1}
        >
          {name === 'live' ? t('sessions.signedInTab') : t('sessions.endedTab')}
          {counts[name] !== undefined && <span> {counts[name]}</span>}
        </Link>
      ))}
    </div>
  );
};
