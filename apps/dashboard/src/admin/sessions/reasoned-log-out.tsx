import { Button, Popover, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { useActs } from '../../active-sessions/acts.js';
import { LogOutButton } from '../../active-sessions/log-out-button.js';
import type { Row } from '../../active-sessions/rows.js';
import { useWords } from '../../words/reader.js';
import classes from './all-sessions.module.css';
import { lastReason, rememberReason } from './last-reason.js';

/** An administrator's Log Out: asks for a reason, filled with the last one; Enter ends at once. */
export const ReasonedLogOut = ({ row }: { readonly row: Row }) => {
  const { logOut, state } = useActs();
  const [open, setOpen] = useState(false);
  const submit = (reason: string): void => {
    rememberReason(reason);
    setOpen(false);
    logOut(row, row.left);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withRoles={false} position="bottom-end" shadow="md">
      <Popover.Target>
        <span className={classes['target']}>
          <LogOutButton row={row} disabled={state.kind === 'offline'} onPress={() => setOpen(true)} />
        </span>
      </Popover.Target>
      <Popover.Dropdown>{open && <ReasonForm onSubmit={submit} />}</Popover.Dropdown>
    </Popover>
  );
};

const ReasonForm = ({ onSubmit }: { readonly onSubmit: (reason: string) => void }) => {
  const { t } = useWords();
  const [reason, setReason] = useState(lastReason);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit(reason);
  };
  return (
    <form className={classes['reason']} onSubmit={submit}>
      <TextInput
        label={t('admin.reason')}
        description={t('admin.reasonHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        maxLength={500}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="end">
        {t('sessions.logOut')}
      </Button>
    </form>
  );
};
