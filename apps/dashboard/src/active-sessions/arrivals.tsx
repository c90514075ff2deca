import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import type { Session } from '@curfew/contracts';
import { useEffect, useState } from 'react';

import { useWords } from '../words/reader.js';
import { newcomers, useNewcomers } from './newcomers.js';
import classes from './page.module.css';

interface Arrivals {
  readonly shown: readonly Session[] | undefined;
  readonly waiting: number;
  readonly show: () => void;
}

const scrolledFrom = 240;

/** While the page is scrolled, sessions that come wait at its top: nothing moves under the eyes. */
export const useArrivals = (sessions: readonly Session[] | undefined): Arrivals => {
  const waiting = useNewcomers();
  const scrolled = useScrolled();
  useEffect(() => newcomers.hold(scrolled), [scrolled]);
  const held = sessions?.filter((session) => waiting.has(session.id)) ?? [];
  return {
    shown: held.length === 0 ? sessions : sessions?.filter((session) => !waiting.has(session.id)),
    waiting: held.length,
    show: () => {
      newcomers.hold(false);
      window.scrollTo({ top: 0 });
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

const useScrolled = (): boolean => {
  const [scrolled, setScrolled] = useState(() => window.scrollY > scrolledFrom);
  useEffect(() => {
    const look = (): void => setScrolled(window.scrollY > scrolledFrom);
    window.addEventListener('scroll', look, { passive: true });
    return () => {
      window.removeEventListener('scroll', look);
      newcomers.hold(false);
    };
  }, []);
  return scrolled;
};
