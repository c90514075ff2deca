import { numberOf, useWords } from '../../words/reader.js';
import { BarList, type Bar } from '../bars.js';
import { Panel } from './panel.js';

interface Props {
  readonly title: string;
  readonly column: string;
  readonly total: number;
  readonly bars: readonly Bar[];
}

const shown = 5;

/** How the live sessions are spread, the most frequent first; what is not shown is summed up. */
export const Breakdown = ({ title, column, total, bars }: Props) => {
  const { t, locale } = useWords();
  const ordered = bars.toSorted((a, b) => b.count - a.count);
  const first = ordered.slice(0, ordered.length === shown + 1 ? shown + 1 : shown);
  const rest = total - first.reduce((sum, { count }) => sum + count, 0);
  const shownBars = rest > 0 && ordered.length > first.length ? [...first, { key: 'others', words: t('see.others'), count: rest }] : first;
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Panel
      title={title}
      head={[column, t('see.liveColumn'), t('see.share')]}
      rows={ordered.map(({ words, count }) => [words, numberOf(count, locale), share.format(total === 0 ? 0 : count / total)])}
      picture={<BarList label={title} most={first[0]?.count ?? 0} bars={shownBars} />}
    />
  );
};
