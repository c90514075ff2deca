import { useState } from 'react';

import classes from './table.module.css';

interface Props {
  readonly words: string;
  /** What they stand for: while it stays the same they only tick, and nothing fades. */
  readonly of?: string;
}

/** Words that fade over into others, in 120 ms; those that are there from the start are simply there. */
export const Fading = ({ words, of = words }: Props) => {
  const [shown, setShown] = useState<Shown>({ words, of });
  if (shown.words !== words || shown.of !== of) setShown({ words, of, ...pastOf(shown, of) });
  return (
    <span key={of} className={classes['fading']} data-was={shown.was}>
      <span>{words}</span>
    </span>
  );
};

interface Shown {
  readonly words: string;
  readonly of: string;
  readonly was?: string;
}

const pastOf = (shown: Shown, of: string): { readonly was?: string } => {
  if (shown.of !== of) return { was: shown.words };
  return shown.was === undefined ? {} : { was: shown.was };
};
