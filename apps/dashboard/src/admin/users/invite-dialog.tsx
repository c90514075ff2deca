import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Invited } from '@curfew/contracts';
import { useState, type FormEvent } from 'react';

import { cache } from '../../account/cache.js';
import { Dialog, DialogButtons } from '../../frame/dialog.js';
import { Copy } from '../../frame/failed.js';
import { isCode } from '../../problem.js';
import { emailProblem } from '../../sign-in/credentials.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { adminProblem } from '../admin-problem.js';
import classes from '../admin.module.css';
import { Choice } from '../choice.js';
import { invite } from './user-calls.js';

/** Adds a user: the link by which they choose a password is shown once. */
export const InviteDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useWords();
  const [made, setMade] = useState<Invited | null>(null);
  return (
    <Dialog title={made === null ? t('people.add') : t('people.added', { email: made.user.email })} onClose={onClose}>
      {made === null ? <InviteForm onMade={setMade} onClose={onClose} /> : <InvitationLink invited={made} onClose={onClose} />}
    </Dialog>
  );
};

const InviteForm = ({ onMade, onClose }: { readonly onMade: (invited: Invited) => void; readonly onClose: () => void }) => {
  const { t } = useWords();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('user');
  const [tried, setTried] = useState(false);
  const inviting = useMutation({
    mutationFn: () => invite({ email: email.trim(), role: role === 'admin' ? 'admin' : 'user', ...(name.trim() === '' ? {} : { name: name.trim() }) }),
    onSuccess: (invited) => {
      onMade(invited);
      return cache.invalidateQueries({ queryKey: adminKeys.users });
    },
  });
  const wrong = emailProblem(t, email);
  const taken = isCode(inviting.error, 'email-taken');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (wrong === null && !inviting.isPending) inviting.mutate();
  };
  const type = (text: string): void => {
    inviting.reset();
    setEmail(text);
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <p className={classes['quiet']}>{t('people.addText')}</p>
      <TextInput label={t('sign.email')} data-first type="email" autoComplete="off" maxLength={254} value={email} error={taken ? t('sign.taken') : tried && wrong} onChange={(event) => type(event.currentTarget.value)} />
      <TextInput label={`${t('sign.name')} ${t('sign.optional')}`} autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Choice label={t('people.role')} value={role} choices={[['user', t('people.roles.user')], ['admin', t('people.roles.admin')]]} onChoose={setRole} />
      {inviting.isError && !taken && <p role="alert" className={classes['alert']}>{adminProblem(t, inviting.error)}</p>}
      <DialogButtons>
        <Button onClick={onClose}>{t('people.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={inviting.isPending}>
          {t('people.makeLink')}
        </Button>
      </DialogButtons>
    </form>
  );
};

/** The link, shown only now. */
export const InvitationLink = ({ invited, onClose }: { readonly invited: Invited; readonly onClose: () => void }) => {
  const { t } = useWords();
  return (
    <div className={classes['form']}>
      <p className={classes['quiet']}>{t('people.linkText')}</p>
      <code className={classes['secret']} data-first tabIndex={-1} data-invitation>
        {invited.invitationUrl}
      </code>
      <DialogButtons>
        <Copy text={invited.invitationUrl} words={t('people.copyLink')} />
        <Button variant="primary" onClick={onClose}>
          {t('people.done')}
        </Button>
      </DialogButtons>
    </div>
  );
};
