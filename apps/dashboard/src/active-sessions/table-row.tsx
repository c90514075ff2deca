import type { Session } from '@curfew/contracts';
import { memo, useRef } from 'react';

import { useWords } from '../words/reader.js';
import { placeOf } from '../words/place.js';
import { useActs } from './acts.js';
import { DeviceIcon } from './device-icon.js';
import { DeviceName, GroupToggle } from './device-name.js';
import { isOver } from './ending.js';
import { Asking, LogOut } from './log-out-button.js';
import { Fading } from './fading.js';
import { newcomers } from './newcomers.js';
import { FailedLine, ReceiptLine } from './receipt-line.js';
import { roles } from './roles.js';
import { nameOf, type Row } from './rows.js';
import { Status } from './status.js';
import classes from './table.module.css';
import { useLeaving } from './use-leaving.js';
import { When } from './when.js';

interface Props {
  readonly row: Row;
  /** Its place in the table, the head being 1. */
  readonly place: number;
  readonly open: boolean;
  readonly onToggle: (key: string) => void;
  readonly index: number;
  readonly measure: ((element: Element | null) => void) | undefined;
}

export const TableRow = memo(function TableRow(props: Props) {
  const { row, measure, index, place } = props;
  const { Pick } = useActs();
  const ref = useRef<HTMLTableRowElement>(null);
  const closing = useLeaving(row, ref);
  const over = row.ending !== null && isOver(row.ending);
  return (
    <tr
      ref={(element) => {
        ref.current = element;
        measure?.(element);
      }}
      {...roles.row}
      className={classes['row']}
      aria-rowindex={place}
      data-line={row.key}
      data-index={index}
      data-phase={row.ending?.phase}
      data-new={row.unfamiliar && row.ending === null ? true : undefined}
      data-closing={closing || undefined}
      data-arrived={row.sessions.some(({ id }) => newcomers.isFresh(id)) || undefined}
    >
      {Pick !== undefined && (
        <td {...roles.cell} data-column="pick">
          {!over && <Pick row={row} />}
        </td>
      )}
      {over ? <EndedCells row={row} /> : <LiveCells {...props} />}
    </tr>
  );
});

const LiveCells = ({ row, open, onToggle }: Props) => {
  const { state, linkOf, canRename, secondLine, logOut } = useActs();
  const { t } = useWords();
  const { lead, ending } = row;
  const many = row.sessions.length > 1;
  return (
    <>
      <td {...roles.cell} data-column="device">
        <DeviceIcon type={lead.device.type} />
        <DeviceName
          row={row}
          secondLine={secondLine(row)}
          to={linkOf(lead)}
          canRename={canRename && ending === null}
          group={many && <GroupToggle count={row.sessions.length} open={open} onToggle={() => onToggle(row.key)} />}
        />
      </td>
      <td {...roles.cell} data-column="ip">
        <Address session={lead} />
      </td>
      {ending?.phase === 'failed' ? (
        <td {...roles.cell} className={classes['rest']} data-cells="3">
          <FailedLine name={nameOf(lead)} onRetry={() => logOut(row, row.left)} />
        </td>
      ) : (
        <>
          <td {...roles.cell} data-column="status">{ending?.phase === 'asking' ? <Asking /> : <Status session={lead} state={state} />}</td>
          <td {...roles.cell} data-column="time">
            <When at={lead.createdAt} words={(ago) => t('sessions.signedInAgo', { ago })} spoken />
            <SecondTime row={row} />
          </td>
          <td {...roles.cell} data-column="action">
            <LogOut row={row} />
          </td>
        </>
      )}
    </>
  );
};

export const SecondTime = ({ row }: { readonly row: Row }) => {
  const { t } = useWords();
  const oldest = row.sessions.reduce((one, other) => (other.createdAt < one.createdAt ? other : one));
  return (
    <span className={classes['second']} data-cell="time">
      {row.sessions.length > 1 ? (
        <When at={oldest.createdAt} words={(ago) => t('sessions.oldest', { ago })} units="one" />
      ) : (
        <When at={row.lead.lastActiveAt} words={(ago) => t('sessions.lastActive', { ago })} units="one" />
      )}
    </span>
  );
};

export const Address = ({ session }: { readonly session: Session }) => {
  const { t, language } = useWords();
  return (
    <>
      <span className={classes['address']}>
        <Fading words={breakable(session.ipAddress)} />
      </span>
      <span className={classes['second']} data-cell="place">
        <Fading words={placeOf(session.location, language) ?? t('sessions.placeUnknown')} />
      </span>
    </>
  );
};

const EndedCells = ({ row }: { readonly row: Row }) => {
  const { t, language } = useWords();
  const place = placeOf(row.lead.location, language);
  return (
    <>
      <td {...roles.cell} data-column="device">
        <DeviceIcon type={row.lead.device.type} />
        <span className={classes['device']}>
          <span className={classes['name']}>{nameOf(row.lead)}</span>
          <span className={classes['second']}>{place === null ? row.lead.device.name : t('sessions.was', { place })}</span>
        </span>
      </td>
      <td {...roles.cell} className={classes['rest']} data-cells="4" data-receipt tabIndex={-1} aria-colspan={4}>
        {row.ending !== null && <ReceiptLine ending={row.ending} session={row.sessions[0] ?? row.lead} />}
      </td>
    </>
  );
};

// IPv6 is never cut short: it may wrap after each colon.
const breakable = (address: string): string => address.replaceAll(':', ':\u200b');
