import { lazy, Suspense, type ReactNode, type RefObject } from 'react';

/** Which lines of a list are on the page. */
export interface Drawn {
  readonly indexes: readonly number[];
  /** The height of those before and after, in pixels. */
  readonly before: number;
  readonly after: number;
  /** Measures a line; undefined where all are on the page. */
  readonly measure: ((element: Element | null) => void) | undefined;
}

interface Props {
  readonly count: number;
  readonly sizeOf: (index: number) => number;
  readonly list: RefObject<HTMLElement | null>;
  readonly children: (drawn: Drawn) => ReactNode;
}

const virtualFrom = 60;
const VirtualBody = lazy(() => import('./virtual-body.js').then((body) => ({ default: body.VirtualBody })));

/** From 60 lines on only those near the window are drawn; under that all of them. */
export const DrawnLines = (props: Props) => {
  const { count, children } = props;
  if (count < virtualFrom) return children(all(count));
  return (
    <Suspense fallback={children(all(virtualFrom / 2))}>
      <VirtualBody {...props} />
    </Suspense>
  );
};

const all = (count: number): Drawn => ({
  indexes: Array.from({ length: count }, (_, index) => index),
  before: 0,
  after: 0,
  measure: undefined,
});
