import { useEffect, useState, type RefObject } from 'react';

import { holdRowsWhile } from './live-list.js';

const afterKey = 1000;
let pointing = false;
let lastKey = Number.NEGATIVE_INFINITY;

/** False while a pointer is over the table or a key went down in it within the last second: then nothing may slide under a press. */
export const isCalm = (): boolean => !pointing && performance.now() - lastKey >= afterKey;

holdRowsWhile(() => !isCalm());

/** Watches pointer and keys in the table. */
export const useCalmOf = (table: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = table.current;
    if (element === null) return undefined;
    // A finger is over the table only while it touches.
    const enter = (event: PointerEvent): void => void (pointing = event.pointerType !== 'touch');
    const leave = (): void => void (pointing = false);
    const key = (): void => void (lastKey = performance.now());
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('keydown', key);
    return () => {
      leave();
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('keydown', key);
    };
  }, [table]);
};

const step = 100;

/** True once a row has said for `ms` what it has to say, not counted while it is paused, and the table is calm. */
export const useHasBeenSaid = (active: boolean, ms: number, paused: () => boolean): boolean => {
  const [said, setSaid] = useState(false);
  useEffect(() => {
    if (!active) return undefined;
    let left = ms;
    const timer = setInterval(() => {
      if (!paused()) left -= step;
      if (left <= 0 && isCalm()) setSaid(true);
    }, step);
    return () => clearInterval(timer);
  }, [active, ms, paused]);
  return said;
};
