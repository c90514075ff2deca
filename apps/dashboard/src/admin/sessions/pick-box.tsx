import type { ChangeEvent } from 'react';

import { nameOf, type Row } from '../../active-sessions/rows.js';
import { announce } from '../../announce.js';
import { useWords } from '../../words/reader.js';
import { mostPicked } from './picked.js';
import classes from './pick.module.css';
import { usePicks } from './use-picks.js';

/** The tick of a row. With Shift it ticks all from the one that was pressed before. The session that asks has none: it is spared. */
export const PickBox = ({ row: { lead } }: { readonly row: Row }) => {
  const { t } = useWords();
  const { picks, picked, rows } = usePicks();
  const session = rows.find(({ id }) => id === lead.id);
  if (session === undefined) return null;
  const change = ({ currentTarget: { checked }, nativeEvent }: ChangeEvent<HTMLInputElement>): void => {
    const range = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
    const { sessions, full } = picks.press({ id: lead.id, on: checked, range, rows });
    if (full) announce(t('pick.full', { count: mostPicked }));
    else if (range) announce(t('pick.count', { count: sessions.size }));
  };
  return (
    <input
      type="checkbox"
      className={classes['box']}
      data-col="pick"
      aria-label={t('pick.one', { name: nameOf(lead), user: session.user.email })}
      checked={picked.sessions.has(lead.id)}
      onChange={change}
    />
  );
};
