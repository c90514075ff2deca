import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { Session } from '@curfew/contracts';
import { useState } from 'react';

import { useConnection } from '../account/connection.js';
import { DeviceIcon } from '../active-sessions/device-icon.js';
import { NewTag } from '../active-sessions/device-name.js';
import { endedLine } from '../active-sessions/ended-words.js';
import { isOver } from '../active-sessions/ending.js';
import { logOut } from '../active-sessions/own-acts.js';
import { FailedLine, ReceiptLine } from '../active-sessions/receipt-line.js';
import { RenameField } from '../active-sessions/rename-field.js';
import { nameOf, type Row } from '../active-sessions/rows.js';
import { Status } from '../active-sessions/status.js';
import { When } from '../active-sessions/when.js';
import { useDocumentTitle } from '../frame/heading.js';
import tag from '../theme/tag.module.css';
import { useWords } from '../words/reader.js';
import { BlockDialog } from './block-dialog.js';
import classes from './session.module.css';

interface Props {
  readonly row: Row;
  readonly session: Session;
}

/** What it is called, how it stands, and what can be done with it. */
export const SessionHead = ({ row, session }: Props) => {
  const { t } = useWords();
  const [renaming, setRenaming] = useState(false);
  const name = nameOf(session);
  useDocumentTitle(name);
  return (
    <div className={classes['head']}>
      <DeviceIcon type={session.device.type} large />
      <div className={classes['name']}>
        {renaming ? (
          <RenameField session={session} onDone={() => setRenaming(false)} />
        ) : (
          <h1 tabIndex={-1}>
            {name}{' '}
            {session.current && <span className={tag['tag']} data-look="accent">{t('sessions.thisDevice')}</span>}
            {row.unfamiliar && session.endedAt === null && <NewTag />}
          </h1>
        )}
        <Standing session={session} />
      </div>
      <Actions row={row} session={session} renaming={renaming} onRename={() => setRenaming(true)} />
    </div>
  );
};

const Standing = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  const { state } = useConnection();
  if (session.endedAt === null)
    return (
      <p className={classes['standing']}>
        <Status session={session} state={state} />
        <span aria-hidden="true"> · </span>
        <When at={session.createdAt} words={(ago) => t('sessions.signedInAgo', { ago })} />
      </p>
    );
  return <p className={classes['standing']}>{endedLine(t, session)}</p>;
};

const Actions = ({ row, session, renaming, onRename }: Props & { readonly renaming: boolean; readonly onRename: () => void }) => {
  const { t } = useWords();
  const { state } = useConnection();
  const [blocking, setBlocking] = useState(false);
  const { ending } = row;
  if (ending?.phase === 'failed') return <FailedLine name={nameOf(session)} onRetry={() => void logOut(row, [session])} />;
  if (ending !== null && isOver(ending)) return <ReceiptLine ending={ending} session={session} />;
  if (session.endedAt !== null) return null;
  const disabled = state.kind === 'offline' || ending !== null;
  return (
    <div className={classes['actions']}>
      {!renaming && (
        <Button leftSection={<IconPencil size={16} stroke={1.6} aria-hidden="true" />} onClick={onRename}>
          {t('sessions.rename')}
        </Button>
      )}
      {!session.current && session.device.id !== null && (
        <Button variant="quiet-end" disabled={disabled} onClick={() => setBlocking(true)}>
          {t('sessions.logOutAndBlock')}
        </Button>
      )}
      <Button
        variant="end"
        aria-label={t('sessions.logOutOf', { name: nameOf(session) })}
        disabled={disabled}
        onClick={() => void logOut(row, [session])}
      >
        {t('sessions.logOut')}
      </Button>
      {blocking && <BlockDialog name={nameOf(session)} onClose={() => setBlocking(false)} onBlock={() => void logOut(row, [session], true)} />}
    </div>
  );
};
