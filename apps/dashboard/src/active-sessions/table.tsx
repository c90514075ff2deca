import { VisuallyHidden } from '@mantine/core';
import { useCallback, useId, useMemo, useRef, useState } from 'react';

import { useWords } from '../words/reader.js';
import { useActs } from './acts.js';
import { useCalmOf } from './calm.js';
import { DrawnLines } from './drawn.js';
import { linesOf, type Line } from './lines.js';
import { roles } from './roles.js';
import type { Row } from './rows.js';
import { SessionRow } from './session-row.js';
import { useTableKeys } from './table-keys.js';
import { TableRow } from './table-row.js';
import classes from './table.module.css';

/** The five columns. Roles are given by hand: the rows are grids, and from 60 on only those near the window are there. */
export const SessionTable = ({ caption, rows }: { readonly caption: string; readonly rows: readonly Row[] }) => {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string) => setOpen((known) => toggled(known, key)), []);
  const lines = useMemo(() => linesOf(rows, open), [rows, open]);
  const body = useRef<HTMLTableSectionElement>(null);
  const id = useId();
  const picks = useActs().Pick !== undefined;
  useCalmOf(body);
  useTableKeys(body, toggle);
  return (
    <table {...roles.table} className={classes['table']} aria-labelledby={id} aria-rowcount={lines.length + 1} data-picks={picks || undefined}>
      <caption id={id}>
        <VisuallyHidden component="span">{caption}</VisuallyHidden>
      </caption>
      <TableHead picks={picks} />
      <tbody {...roles.rowgroup} ref={body}>
        <DrawnLines count={lines.length} sizeOf={(index) => (lines[index]?.kind === 'session' ? 48 : 62)} list={body}>
          {({ indexes, before, after, measure }) => (
            <>
              <Space height={before} />
              {indexes.map((index) => {
                const line = lines[index];
                return line === undefined ? null : <LineOf key={line.key} line={line} index={index} onToggle={toggle} measure={measure} />;
              })}
              <Space height={after} />
            </>
          )}
        </DrawnLines>
      </tbody>
    </table>
  );
};

export const TableHead = ({ picks = false }: { readonly picks?: boolean }) => {
  const { t } = useWords();
  return (
    <thead {...roles.rowgroup}>
      <tr {...roles.row} className={classes['head']} aria-rowindex={1}>
        {picks && (
          <th {...roles.head} scope="col" data-column="pick">
            <VisuallyHidden component="span">{t('pick.column')}</VisuallyHidden>
          </th>
        )}
        {(['device', 'ip', 'status', 'time', 'action'] as const).map((column) => (
          <th key={column} {...roles.head} scope="col" data-column={column}>
            {t(`sessions.${column}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
};

interface LineProps {
  readonly line: Line;
  readonly index: number;
  readonly onToggle: (key: string) => void;
  readonly measure: ((element: Element | null) => void) | undefined;
}

const LineOf = ({ line, index, onToggle, measure }: LineProps) =>
  line.kind === 'device' ? (
    <TableRow row={line.row} place={index + 2} open={line.open} onToggle={onToggle} index={index} measure={measure} />
  ) : (
    <SessionRow row={line.row} session={line.session} number={line.number} place={index + 2} index={index} measure={measure} />
  );

const Space = ({ height }: { readonly height: number }) =>
  height === 0 ? null : <tr role="presentation" aria-hidden="true" className={classes['space']} style={{ height }} />;

const toggled = (open: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(open);
  if (!next.delete(key)) next.add(key);
  return next;
};
