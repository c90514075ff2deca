import type { Stats } from '@curfew/contracts';
import type { ReactNode } from 'react';

import { numberOf, useWords } from '../../words/reader.js';
import classes from './overview.module.css';

/** The four numbers that say how much there is and how much happens. */
export const Tiles = ({ stats, sockets }: { readonly stats: Stats; readonly sockets: number | undefined }) => {
  const { t } = useWords();
  const now = stats.byHour.at(-1);
  const before = stats.byHour.at(-2);
  return (
    <dl className={classes['tiles']}>
      <Tile name="live" label={t('see.live')} value={stats.live} />
      <Tile name="online" label={t('see.online')} value={stats.online} more={sockets === undefined ? '' : t('see.connections', { count: sockets })} dot />
      <Tile name="sign-ins" label={t('see.signIns')} value={now?.signIns ?? 0} more={t('see.hourBefore', { count: before?.signIns ?? 0 })} />
      <Tile name="ends" label={t('see.ends')} value={now?.ends ?? 0} more={t('see.hourBefore', { count: before?.ends ?? 0 })} />
    </dl>
  );
};

interface TileProps {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly more?: ReactNode;
  readonly dot?: boolean;
}

const Tile = ({ name, label, value, more = '', dot = false }: TileProps) => {
  const { locale } = useWords();
  return (
    <div className={classes['tile']} data-tile={name}>
      <dt>
        {dot && <span className={classes['dot']} aria-hidden="true" />}
        {label}
      </dt>
      <dd className={classes['big']}>{numberOf(value, locale)}</dd>
      <dd className={classes['small']}>{more}</dd>
    </div>
  );
};
