import { Button } from '@mantine/core';
import type { Session } from '@curfew/contracts';
import { memo } from 'react';
import { Link } from 'react-router';

import { useWords } from '../words/reader.js';
import { useActs } from './acts.js';
import { isOver } from './ending.js';
import { Asking } from './log-out-button.js';
import { FailedLine, ReceiptLine } from './receipt-line.js';
import { roles } from './roles.js';
import { nameOf, type Row } from './rows.js';
import { Status } from './status.js';
import classes from './table.module.css';
import { When } from './when.js';

interface Props {
  readonly row: Row;
  readonly session: Session;
  readonly number: number;
  readonly place: number;
  readonly index: number;
  readonly measure: ((element: Element | null) => void) | undefined;
}

/** One session of a device that has several. */
export const SessionRow = memo(function SessionRow({ row, session, number, place, index, measure }: Props) {
  const { endings, linkOf } = useActs();
  const { t } = useWords();
  const ending = endings.get(session.id)?.ending;
  const of = row.sessions.length;
  const words = t('sessions.sessionOf', { index: number, of });
  const to = linkOf(session);
  return (
    <tr ref={measure} {...roles.row} className={classes['inner']} aria-rowindex={place} data-line={session.id} data-index={index} data-phase={ending?.phase}>
      <td {...roles.cell} data-column="device">
        {to === null ? words : <Link to={to} data-col="name" className={classes['quiet'] ?? ''}>{words}</Link>}
        {session.current && <span className={classes['second']}>{t('sessions.thisSession')}</span>}
      </td>
      {ending !== undefined && isOver(ending) ? (
        <td {...roles.cell} className={classes['rest']} data-cells="4" aria-colspan={4}>
          <ReceiptLine ending={ending} session={session} />
        </td>
      ) : (
        <InnerCells row={row} session={session} words={words} />
      )}
    </tr>
  );
});

const InnerCells = ({ row, session, words }: { readonly row: Row; readonly session: Session; readonly words: string }) => {
  const { endings, state, logOut } = useActs();
  const { t } = useWords();
  const phase = endings.get(session.id)?.ending.phase;
  const name = `${words}, ${nameOf(row.lead)}`;
  const disabled = phase === 'asking' || state.kind === 'offline';
  const press = (): void => logOut(row, [session]);
  return (
    <>
      <td {...roles.cell} data-column="ip">
        <span className={classes['address']}>{session.ipAddress.replaceAll(':', ':\u200b')}</span>
      </td>
      {phase === 'failed' ? (
        <td {...roles.cell} className={classes['rest']} data-cells="3">
          <FailedLine name={name} onRetry={press} />
        </td>
      ) : (
        <>
          <td {...roles.cell} data-column="status">{phase === 'asking' ? <Asking /> : <Status session={session} state={state} />}</td>
          <td {...roles.cell} data-column="time">
            <When at={session.createdAt} words={(ago) => t('sessions.signedInAgo', { ago })} spoken />
          </td>
          <td {...roles.cell} data-column="action">
            <Button
              variant="row-end"
              aria-label={t('sessions.logOutOf', { name })}
              aria-disabled={disabled || undefined}
              data-disabled={disabled}
              data-col="action"
              onClick={() => !disabled && press()}
            >
              {t('sessions.logOut')}
            </Button>
          </td>
        </>
      )}
    </>
  );
};
