import type { Session } from '@curfew/contracts';
import { memo, useRef, useState } from 'react';

import { Dialog } from '../frame/dialog.js';
import tag from '../theme/tag.module.css';
import text from '../theme/text.module.css';
import { useWords } from '../words/reader.js';
import { useActs } from './acts.js';
import { useCalmOf } from './calm.js';
import classes from './cards.module.css';
import { DeviceName } from './device-name.js';
import { DrawnLines } from './drawn.js';
import { isOver, type EndingRows } from './ending.js';
import { Asking, LogOut } from './log-out-button.js';
import { newcomers } from './newcomers.js';
import { FailedLine, ReceiptLine } from './receipt-line.js';
import { nameOf, rowsOf, spokenNameOf, type Row } from './rows.js';
import { Status } from './status.js';
import { Address } from './table-row.js';
import { useLeaving } from './use-leaving.js';
import { When } from './when.js';

/** The same on a phone: cards that keep the five labels. */
export const SessionCards = ({ caption, rows }: { readonly caption: string; readonly rows: readonly Row[] }) => {
  const list = useRef<HTMLUListElement>(null);
  useCalmOf(list);
  return (
    <ul ref={list} className={classes['list']} aria-label={caption}>
      <DrawnLines count={rows.length} sizeOf={() => 246} list={list}>
        {({ indexes, before, after, measure }) => (
          <>
            <Space height={before} />
            {indexes.map((index) => {
              const row = rows[index];
              return row === undefined ? null : <Card key={row.key} row={row} index={index} measure={measure} />;
            })}
            <Space height={after} />
          </>
        )}
      </DrawnLines>
    </ul>
  );
};

interface CardProps {
  readonly row: Row;
  readonly index: number;
  readonly measure: ((element: Element | null) => void) | undefined;
}

const Card = memo(function Card({ row, index, measure }: CardProps) {
  const ref = useRef<HTMLLIElement>(null);
  const closing = useLeaving(row, ref);
  const over = row.ending !== null && isOver(row.ending);
  return (
    <li
      ref={(element) => {
        ref.current = element;
        measure?.(element);
      }}
      className={classes['slot']}
      data-line={row.key}
      data-index={index}
      data-closing={closing || undefined}
    >
      <div
        className={classes['card']}
        data-phase={row.ending?.phase}
        data-new={row.unfamiliar && row.ending === null ? true : undefined}
        data-arrived={row.sessions.some((session) => newcomers.isFresh(session.id)) || undefined}
      >
        {over ? <EndedCard row={row} /> : <LiveCard row={row} />}
      </div>
    </li>
  );
});

const LiveCard = ({ row }: { readonly row: Row }) => {
  const { state, logOut, Pick } = useActs();
  const { t } = useWords();
  const { lead, ending } = row;
  return (
    <dl>
      <dt>{t('sessions.device')}</dt>
      <dd className={Pick === undefined ? undefined : classes['picking']}>
        <Device row={row} />
        {Pick !== undefined && <Pick row={row} />}
      </dd>
      <dt>{t('sessions.ip')}</dt>
      <dd>
        <Address session={lead} />
      </dd>
      <dt>{t('sessions.status')}</dt>
      <dd>{ending?.phase === 'asking' ? <Asking /> : <Status session={lead} state={state} />}</dd>
      <dt>{t('sessions.time')}</dt>
      <dd>
        <When at={lead.createdAt} words={(ago) => t('sessions.signedInAgo', { ago })} spoken />
      </dd>
      <dt>{t('sessions.action')}</dt>
      <dd className={classes['action']}>
        {ending?.phase === 'failed' ? <FailedLine name={spokenNameOf(row)} onRetry={() => logOut(row, row.left)} /> : <LogOut row={row} />}
      </dd>
    </dl>
  );
};

const Device = ({ row }: { readonly row: Row }) => {
  const { linkOf, canRename, secondLine, endings } = useActs();
  const { t } = useWords();
  const [showing, setShowing] = useState(false);
  const count = row.sessions.length;
  return (
    <>
      <DeviceName
        row={row}
        secondLine={row.title === undefined ? secondLine(row) : <Which session={row.lead} />}
        to={linkOf(row.lead)}
        canRename={canRename && row.ending === null && row.title === undefined}
        group={count > 1 && <span className={tag['tag']}>{t('sessions.sessions', { count })}</span>}
      />
      {count > 1 && (
        <button type="button" className={text['act']} onClick={() => setShowing(true)}>
          {t('sessions.showAll', { count })}
        </button>
      )}
      {showing && (
        <Dialog title={nameOf(row.lead)} onClose={() => setShowing(false)}>
          <SessionCards caption={nameOf(row.lead)} rows={singles(row, endings, (index) => t('sessions.sessionOf', { index, of: count }))} />
        </Dialog>
      )}
    </>
  );
};

// Sessions of one device differ by little: this one, or by when they were used last.
const Which = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  if (session.current) return t('sessions.thisSession');
  return <When at={session.lastActiveAt} words={(ago) => t('sessions.lastActive', { ago })} units="one" />;
};

const EndedCard = ({ row }: { readonly row: Row }) => (
  <div className={classes['ended']} data-receipt tabIndex={-1}>
    <span>{row.title ?? nameOf(row.lead)}</span>
    {row.ending !== null && <ReceiptLine ending={row.ending} session={row.sessions[0] ?? row.lead} />}
  </div>
);

// Each session of a group as a row of its own.
const singles = (row: Row, endings: EndingRows, titleOf: (number: number) => string): readonly Row[] =>
  row.sessions.flatMap((session, index) => rowsOf([session], endings).map((single) => ({ ...single, key: session.id, title: titleOf(index + 1) })));

const Space = ({ height }: { readonly height: number }) => (height === 0 ? null : <li aria-hidden="true" style={{ height }} />);
