import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';

import { interrupt } from '../announce.js';
import { Dialog, DialogButtons } from '../frame/dialog.js';
import { useWords } from '../words/reader.js';
import classes from './admin.module.css';
import { adminProblem } from './admin-problem.js';
import { lastReason, rememberReason } from './sessions/last-reason.js';

interface Props {
  readonly title: string;
  readonly effect: ReactNode;
  readonly no: string;
  readonly yes: string;
  /** Whether it ends something: then the button says so by its colour. */
  readonly ends?: boolean;
  readonly asksReason?: boolean;
  readonly act: (reason: string | undefined) => Promise<unknown>;
  readonly onClose: () => void;
  /** What it is about, below the effect. */
  readonly children?: ReactNode;
}

/** One question before something that touches somebody else; the focus starts on the harmless answer. */
export const AskDialog = ({ title, effect, no, yes, ends = false, asksReason = false, act, onClose, children }: Props) => {
  const { t } = useWords();
  const [reason, setReason] = useState(asksReason ? lastReason : '');
  const acting = useMutation({
    mutationFn: () => act(reason.trim() === '' ? undefined : reason.trim()),
    onSuccess: () => {
      if (asksReason) rememberReason(reason);
      onClose();
    },
    onError: (error) => interrupt(adminProblem(t, error)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!acting.isPending) acting.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className={classes['form']}>
        <p className={classes['quiet']}>{effect}</p>
        {children}
        {asksReason && <ReasonField reason={reason} onReason={setReason} />}
        {acting.isError && <p className={classes['alert']}>{adminProblem(t, acting.error)}</p>}
        <DialogButtons>
          <Button data-first onClick={onClose}>
            {no}
          </Button>
          <Button type="submit" variant={ends ? 'end' : 'primary'} disabled={acting.isPending}>
            {yes}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
};

const ReasonField = ({ reason, onReason }: { readonly reason: string; readonly onReason: (reason: string) => void }) => {
  const { t } = useWords();
  return (
    <TextInput
      label={t('admin.reason')}
      description={t('admin.reasonHelp')}
      inputWrapperOrder={['label', 'input', 'description']}
      maxLength={500}
      value={reason}
      onChange={(event) => onReason(event.currentTarget.value)}
    />
  );
};
