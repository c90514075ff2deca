import '@mantine/core/styles/Checkbox.css';

import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { scope, type IssuedApiKey, type Scope } from '@curfew/contracts';
import { useState, type FormEvent } from 'react';

import { cache } from '../../account/cache.js';
import { Dialog, DialogButtons } from '../../frame/dialog.js';
import { Copy } from '../../frame/failed.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { adminProblem } from '../admin-problem.js';
import classes from '../admin.module.css';
import { makeApiKey } from './api-key-calls.js';
import { scopeKeys } from './scope-keys.js';

/** Makes a key: its secret is shown once. */
export const NewKeyDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useWords();
  const [made, setMade] = useState<IssuedApiKey | null>(null);
  return (
    <Dialog title={made === null ? t('apiKeys.add') : t('apiKeys.added', { name: made.apiKey.name })} onClose={onClose}>
      {made === null ? <KeyForm onMade={setMade} onClose={onClose} /> : <Secret issued={made} onClose={onClose} />}
    </Dialog>
  );
};

const KeyForm = ({ onMade, onClose }: { readonly onMade: (issued: IssuedApiKey) => void; readonly onClose: () => void }) => {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set());
  const [until, setUntil] = useState('');
  const making = useMutation({
    mutationFn: () => makeApiKey({ name: name.trim(), scopes: [...scopes], ...(until === '' ? {} : { expiresAt: endOfDay(until) }) }),
    onSuccess: (issued) => {
      onMade(issued);
      return cache.invalidateQueries({ queryKey: adminKeys.apiKeys });
    },
  });
  const ready = name.trim() !== '' && scopes.size > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !making.isPending) making.mutate();
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <TextInput label={t('apiKeys.name')} data-first autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Scopes chosen={scopes} onChoose={setScopes} />
      <TextInput label={`${t('apiKeys.until')} ${t('sign.optional')}`} type="date" value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      {making.isError && (
        <p role="alert" className={classes['alert']}>
          {adminProblem(t, making.error)}
        </p>
      )}
      <DialogButtons>
        <Button onClick={onClose}>{t('people.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!ready || making.isPending}>
          {t('apiKeys.make')}
        </Button>
      </DialogButtons>
    </form>
  );
};

const Scopes = ({ chosen, onChoose }: { readonly chosen: ReadonlySet<Scope>; readonly onChoose: (scopes: ReadonlySet<Scope>) => void }) => {
  const { t } = useWords();
  return (
    <fieldset className={classes['scopes']}>
      <legend>{t('apiKeys.scopes')}</legend>
      {scope.options.map((one) => (
        <Checkbox
          key={one}
          label={t(`apiKeys.of.${scopeKeys[one]}`)}
          checked={chosen.has(one)}
          onChange={(event) => onChoose(new Set(event.currentTarget.checked ? [...chosen, one] : [...chosen].filter((known) => known !== one)))}
        />
      ))}
    </fieldset>
  );
};

const Secret = ({ issued, onClose }: { readonly issued: IssuedApiKey; readonly onClose: () => void }) => {
  const { t } = useWords();
  return (
    <div className={classes['form']}>
      <p className={classes['quiet']}>{t('apiKeys.secretText')}</p>
      <code className={classes['secret']} data-first tabIndex={-1} data-secret>
        {issued.secret}
      </code>
      <DialogButtons>
        <Copy text={issued.secret} words={t('apiKeys.copy')} />
        <Button variant="primary" onClick={onClose}>
          {t('people.done')}
        </Button>
      </DialogButtons>
    </div>
  );
};

// The whole of the day that was chosen still counts.
const endOfDay = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();
