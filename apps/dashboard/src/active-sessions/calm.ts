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

/** True once a row has said `what` for `ms`, not counted while it is looked at, and the table is calm. Null: it has nothing to say. */
export const useHasBeenSaid = (what: string | null, ms: number, row: RefObject<HTMLElement | null>): boolean => {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (what === null) return undefined;
    let left = ms;
    const timer = setInterval(() => {
      if (!isLookedAt(row.current)) left -= step;
      if (left <= 0 && isCalm()) setSaid(what);
    }, step);
    return () => clearInterval(timer);
  }, [what, ms, row]);
  return what !== null && said === what;
};

// Focus that a receipt only inherited from the button before it is nobody reading it.
const isLookedAt = (row: HTMLElement | null): boolean => {
  if (row === null) return false;
  const focused = row.contains(document.activeElement) && document.activeElement?.hasAttribute('data-inherited') === false;
  return row.matches(':hover') || focused;
};
