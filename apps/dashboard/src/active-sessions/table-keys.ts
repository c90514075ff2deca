import { useEffect, type RefObject } from 'react';

import { usesSingleKeys } from '../frame/single-keys.js';

/** Up, Down, Home, End go from row to row in the same column; Left and Right close and open a group; `x` ticks, with Shift a range; Delete logs out: the row, or, on a ticked one, all that are. */
export const useTableKeys = (table: RefObject<HTMLElement | null>, toggle: (key: string) => void): void =>
  useEffect(() => {
    const element = table.current;
    if (element === null) return undefined;
    const press = (event: KeyboardEvent): void => {
      const from = fromOf(event);
      if (from === null) return;
      const lines = [...element.querySelectorAll<HTMLElement>('[data-line]')];
      const at = lines.indexOf(from.line);
      const to = targetOf(event.key, at, lines.length);
      if (to !== null) moveTo(lines, { to, column: from.column, step: Math.sign(to - at) });
      else if (!act(event, from.line, toggle)) return;
      event.preventDefault();
    };
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [table, toggle]);

// Where a key went down; null for one that is typed into a field, or held with another.
const fromOf = ({ target, altKey, ctrlKey, metaKey }: KeyboardEvent): { readonly line: HTMLElement; readonly column: string } | null => {
  if (altKey || ctrlKey || metaKey || !(target instanceof HTMLElement)) return null;
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') return null;
  const line = target.closest<HTMLElement>('[data-line]');
  return line === null ? null : { line, column: target.dataset['col'] ?? 'action' };
};

/** The line that a key leads to; null for a key that leads nowhere. */
export const targetOf = (key: string, at: number, count: number): number | null => {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
};

interface Move {
  readonly to: number;
  readonly column: string;
  readonly step: number;
}

// A line without anything in that column (a receipt) is passed over in the direction of travel.
const moveTo = (lines: readonly HTMLElement[], { to, column, step }: Move): void => {
  for (let at = to; at >= 0 && at < lines.length; at += step === 0 ? lines.length : step) {
    const line = lines[at];
    const found = line?.querySelector<HTMLElement>(`[data-col="${column}"]`) ?? (column === 'pick' ? null : line?.querySelector<HTMLElement>('[data-col="action"]'));
    if (found == null) continue;
    found.focus();
    found.scrollIntoView({ block: 'nearest' });
    return;
  }
};

const act = (event: KeyboardEvent, line: HTMLElement, toggle: (key: string) => void): boolean => {
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') return turn(event.key === 'ArrowRight', line, toggle);
  const box = line.querySelector<HTMLInputElement>('[data-col="pick"]');
  if (event.key === 'Delete') {
    const [within, button] = box?.checked === true ? [document, '[data-end-picked]'] : [line, '[data-col="action"]'];
    within.querySelector<HTMLElement>(button)?.click();
    return true;
  }
  if (box === null || event.key.toLowerCase() !== 'x' || !usesSingleKeys()) return false;
  box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  return true;
};

const turn = (opens: boolean, line: HTMLElement, toggle: (key: string) => void): boolean => {
  const isOpen = line.querySelector('[data-col="group"]')?.getAttribute('aria-expanded');
  if (isOpen === undefined || isOpen === String(opens)) return false;
  toggle(line.dataset['line'] ?? '');
  return true;
};
