import { useEffect, type RefObject } from 'react';

/** Up, Down, Home, End go from row to row in the same column; Left and Right close and open a group; Delete logs out. */
export const useTableKeys = (table: RefObject<HTMLElement | null>, toggle: (key: string) => void): void =>
  useEffect(() => {
    const element = table.current;
    if (element === null) return undefined;
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target instanceof HTMLInputElement) return;
      const line = target.closest<HTMLElement>('[data-line]');
      if (line === null || event.altKey || event.ctrlKey || event.metaKey) return;
      const lines = [...element.querySelectorAll<HTMLElement>('[data-line]')];
      const at = lines.indexOf(line);
      const to = targetOf(event.key, at, lines.length);
      if (to !== null) moveTo(lines, { to, column: target.dataset['col'] ?? 'action', step: Math.sign(to - at) });
      else if (!act(event.key, line, toggle)) return;
      event.preventDefault();
    };
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [table, toggle]);

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
    const found = line?.querySelector<HTMLElement>(`[data-col="${column}"]`) ?? line?.querySelector<HTMLElement>('[data-col="action"]');
    if (found == null) continue;
    found.focus();
    found.scrollIntoView({ block: 'nearest' });
    return;
  }
};

const act = (key: string, line: HTMLElement, toggle: (key: string) => void): boolean => {
  const group = line.querySelector<HTMLElement>('[data-col="group"]');
  const isOpen = group?.getAttribute('aria-expanded') === 'true';
  if (group !== null && ((key === 'ArrowRight' && !isOpen) || (key === 'ArrowLeft' && isOpen))) {
    toggle(line.dataset['line'] ?? '');
    return true;
  }
  if (key !== 'Delete') return false;
  line.querySelector<HTMLElement>('[data-col="action"]')?.click();
  return true;
};
