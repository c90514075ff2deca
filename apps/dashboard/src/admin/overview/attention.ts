import { useEffect } from 'react';

import { cache } from '../../account/cache.js';
import { adminKeys } from '../admin-keys.js';

const awayAfterMs = 10 * 60_000;
let lastSeen = Number.NEGATIVE_INFINITY;

/** Whether somebody is at this page: it is visible, and was touched in the last ten minutes. */
export const isAttended = (): boolean => document.visibilityState === 'visible' && performance.now() - lastSeen < awayAfterMs;

/** Notices that somebody is there; who comes back finds the numbers of now. */
export const useAttention = (): void => {
  useEffect(() => {
    const notice = (): void => {
      const wasAway = !isAttended();
      lastSeen = performance.now();
      if (wasAway && document.visibilityState === 'visible') {
        void cache.invalidateQueries({ queryKey: adminKeys.stats });
        void cache.invalidateQueries({ queryKey: adminKeys.consumers });
      }
    };
    lastSeen = performance.now();
    const events = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    for (const each of events) window.addEventListener(each, notice, { passive: true });
    document.addEventListener('visibilitychange', notice);
    return () => {
      for (const each of events) window.removeEventListener(each, notice);
      document.removeEventListener('visibilitychange', notice);
    };
  }, []);
};
