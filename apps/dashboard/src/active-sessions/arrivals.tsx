import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import type { Session } from '@curfew/contracts';
import { useEffect, useRef, useState } from 'react';

import { useWords } from '../words/reader.js';
import classes from './page.module.css';

interface Arrivals {
  readonly shown: readonly Session[] | undefined;
  readonly waiting: number;
  readonly show: () => void;
}

const scrolledFrom = 240;

/** While the page is scrolled, rows that come wait at its top: nothing moves under the eyes. */
export const useArrivals = (sessions: readonly Session[] | undefined): Arrivals => {
  const seen = useRef<Set<string> | null>(null);
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const look = (): void => setScrolled(window.scrollY > scrolledFrom);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  // Only what comes one by one, by events, waits: the pages of a long list that is being read do not.
  const known = seen.current;
  const waiting = scrolled && known !== null ? (sessions ?? []).filter((session) => !known.has(session.id)) : [];
  const holds = waiting.length > 0 && waiting.length <= 20;
  useEffect(() => {
    if (sessions !== undefined && !holds) seen.current = new Set(sessions.map((session) => session.id));
  }, [sessions, holds]);
  const hidden = new Set(holds ? waiting : []);
  return {
    shown: holds ? sessions?.filter((session) => !hidden.has(session)) : sessions,
    waiting: hidden.size,
    show: () => {
      seen.current = null;
      window.scrollTo({ top: 0 });
      setScrolled(false);
    },
  };
};

export const Arrived = ({ count, onShow }: { readonly count: number; readonly onShow: () => void }) => {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <div className={classes['arrived']}>
      <Button leftSection={<IconArrowUp size={16} stroke={1.6} aria-hidden="true" />} onClick={onShow}>
        {t('sessions.arrived', { count })}
      </Button>
    </div>
  );
};
