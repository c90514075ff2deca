import { VisuallyHidden } from '@mantine/core';

import { useTicking } from '../clock.js';
import { useWords } from '../words/reader.js';
import { agoOf, exactAgoOf, exactOf } from '../words/time.js';

interface Props {
  readonly at: string;
  /** The sentence around it. */
  readonly words: (ago: string) => string;
  readonly units?: 'one' | 'two';
  /** Seconds are counted instead of "just now". */
  readonly seconds?: boolean;
  /** The exact time is said aloud, too, not only shown on hover. */
  readonly spoken?: boolean;
}

/** "Signed in 2 h 14 min ago": ticks by the server's clock; exact on hover and in `datetime`. */
export const When = ({ at, words, units = 'two', seconds = false, spoken = false }: Props) => {
  const { t, locale } = useWords();
  const then = Date.parse(at);
  const text = useTicking((now) => words(seconds && now - then < 60_000 ? exactAgoOf(t, now - then) : agoOf(t, now - then, units)));
  const exact = exactOf(new Date(then), locale);
  return (
    <time dateTime={at} title={exact}>
      {text}
      {spoken && <VisuallyHidden component="span">{`, ${exact}`}</VisuallyHidden>}
    </time>
  );
};
