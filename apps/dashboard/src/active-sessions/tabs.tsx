import type { KeyboardEvent } from 'react';
import { Link, useNavigate } from 'react-router';

import { numberOf, useWords } from '../words/reader.js';
import classes from './page.module.css';

interface Props {
  readonly live: number | undefined;
  readonly ended: number | undefined;
  readonly tab: 'live' | 'ended';
  /** What stands above is not there yet: the tabs come with the skeleton, if the list does not come before it. */
  readonly waiting: boolean;
}

const places = { live: '/sessions', ended: '/sessions?tab=ended' } as const;

/** Signed in, and recently ended. Each has its own address. */
export const Tabs = ({ tab, waiting, ...counts }: Props) => {
  const { t } = useWords();
  const navigate = useNavigate();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'live' ? 'ended' : 'live';
    void navigate(places[other], { replace: true });
    document.getElementById(`tab-${other}`)?.focus();
  };
  return (
    <div role="tablist" className={classes['tabs']} data-waiting={waiting || undefined} onKeyDown={onKeyDown} tabIndex={-1}>
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
          <Count count={counts[name]} />
        </Link>
      ))}
    </div>
  );
};

const Count = ({ count }: { readonly count: number | undefined }) => {
  const { locale } = useWords();
  return count === undefined ? null : <span> {numberOf(count, locale)}</span>;
};
