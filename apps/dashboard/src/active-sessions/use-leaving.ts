import { useEffect, useLayoutEffect, type RefObject } from 'react';

import { prefersStill } from '../frame/media.js';
import { useActs, wasPressed } from './acts.js';
import { useHasBeenSaid } from './calm.js';
import { isOver, mayLeave } from './ending.js';
import type { Row } from './rows.js';

const stays = 4000;
const closes = 220;

/** Lets an ended row (or the ended sessions of a group) say what happened, then leave. Answers whether the row is closing. */
export const useLeaving = (row: Row, element: RefObject<HTMLElement | null>): boolean => {
  const { endings, close } = useActs();
  const joined = endedOf(row, endings).join(' ');
  const whole = row.ending !== null && mayLeave(row.ending);
  const said = useHasBeenSaid(joined !== '' && (whole || row.ending === null) ? joined : null, stays, element);
  const closing = said && whole;

  useInheritedFocus(row, element);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(
      () => {
        if (whole) passFocusOn(element.current);
        close(joined.split(' '));
      },
      whole && !prefersStill() ? closes : 0,
    );
    return () => clearTimeout(timer);
  }, [said, whole, joined, close, element]);
  return closing;
};

const endedOf = (row: Row, endings: ReturnType<typeof useActs>['endings']): readonly string[] =>
  row.sessions.map((session) => session.id).filter((id) => {
    const known = endings.get(id);
    return known !== undefined && mayLeave(known.ending);
  });

// The button that was pressed is gone with the row's other cells: the receipt takes the focus over.
const useInheritedFocus = (row: Row, element: RefObject<HTMLElement | null>): void => {
  const over = row.ending !== null && isOver(row.ending);
  useLayoutEffect(() => {
    if (!over || !wasPressed(row.key) || document.activeElement !== document.body) return;
    const receipt = element.current?.querySelector<HTMLElement>('[data-receipt]');
    receipt?.setAttribute('data-inherited', '');
    receipt?.focus({ preventScroll: true });
  }, [over, row.key, element]);
};

const passFocusOn = (row: HTMLElement | null): void => {
  if (row === null || !row.contains(document.activeElement)) return;
  const lines = [...(row.parentElement?.querySelectorAll<HTMLElement>('[data-line]') ?? [])];
  const place = lines.indexOf(row);
  const next = [...lines.slice(place + 1), ...lines.slice(0, place).toReversed()].flatMap((line) => {
    const action = line.querySelector<HTMLElement>('[data-col="action"]');
    return action === null ? [] : [action];
  })[0];
  (next ?? document.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
};
