import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useState, type ReactNode, type RefObject } from 'react';

import type { Drawn } from './drawn.js';

interface Props {
  readonly count: number;
  readonly sizeOf: (index: number) => number;
  readonly list: RefObject<HTMLElement | null>;
  readonly children: (drawn: Drawn) => ReactNode;
}

/** Draws only the lines near the window. */
export const VirtualBody = ({ count, sizeOf, list, children }: Props) => {
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null) setMargin(element.getBoundingClientRect().top + window.scrollY);
  }, [list, count]);
  // What it answers changes while its identity does not, so that React's compiler must leave this component alone; none is used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer({ count, estimateSize: sizeOf, overscan: 12, scrollMargin: margin });
  const items = virtualizer.getVirtualItems();
  return children({
    indexes: items.map((item) => item.index),
    before: Math.max(0, (items[0]?.start ?? margin) - margin),
    after: Math.max(0, virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)),
    measure: virtualizer.measureElement,
  });
};
