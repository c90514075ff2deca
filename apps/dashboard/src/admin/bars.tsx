import { numberOf, useWords } from '../words/reader.js';
import classes from './bars.module.css';

export interface Bar {
  readonly key: string;
  readonly words: string;
  readonly count: number;
}

interface Props {
  readonly title: string;
  /** What a full bar stands for. */
  readonly most: number;
  readonly bars: readonly Bar[];
}

/** How many of each, as numbers and as bars; it reads as a list. */
export const Bars = ({ title, most, bars }: Props) => (
  <div>
    <h3 className={classes['title']}>{title}</h3>
    <BarList label={title} most={most} bars={bars} />
  </div>
);

export const BarList = ({ label, most, bars }: { readonly label: string; readonly most: number; readonly bars: readonly Bar[] }) => {
  const { locale } = useWords();
  return (
    <ul className={classes['bars']} aria-label={label}>
      {bars.map(({ key, words, count }) => (
        <li key={key}>
          <span className={classes['words']}>{words}</span>
          <span className={classes['count']}>{numberOf(count, locale)}</span>
          <span className={classes['track']} aria-hidden="true">
            <span style={{ inlineSize: `${most === 0 ? 0 : Math.min(100, (count / most) * 100)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
};
