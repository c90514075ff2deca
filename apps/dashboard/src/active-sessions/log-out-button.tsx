import { Button, Loader } from '@mantine/core';

import { useWords } from '../words/reader.js';
import { useActs } from './acts.js';
import { spokenNameOf, type Row } from './rows.js';
import classes from './table.module.css';

interface Props {
  readonly row: Row;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

/** Ends a device's sessions. It keeps its width and its focus while the answer is awaited. */
export const LogOutButton = ({ row, disabled, onPress }: Props) => {
  const { t } = useWords();
  const count = row.left.length;
  const name = spokenNameOf(row);
  const asking = row.ending?.phase === 'asking';
  return (
    <Button
      variant={row.unfamiliar ? 'quiet-end' : 'row-end'}
      aria-label={count > 1 ? t('sessions.logOutAllOf', { count, name }) : t('sessions.logOutOf', { name })}
      aria-disabled={asking || disabled || undefined}
      data-disabled={asking || disabled}
      data-col="action"
      onClick={() => !asking && !disabled && onPress()}
    >
      {t('sessions.logOut')}
      {count > 1 && <span className={classes['number']}>{count}</span>}
    </Button>
  );
};

/** Log Out as this table has it: one press, or an administrator's with a reason. */
export const LogOut = ({ row }: { readonly row: Row }) => {
  const { LogOut: Other, logOut, state } = useActs();
  return Other === undefined ? (
    <LogOutButton row={row} disabled={state.kind === 'offline'} onPress={() => logOut(row, row.left)} />
  ) : (
    <Other row={row} />
  );
};

/** Shown after 150 ms only: most answers are faster. */
export const Asking = () => {
  const { t } = useWords();
  return (
    <span className={classes['asking']}>
      <Loader size={14} color="var(--cf-muted)" aria-hidden="true" />
      {t('sessions.asking')}
    </span>
  );
};
