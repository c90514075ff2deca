import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { name as nameSchema, type User } from '@curfew/contracts';
import { useState, type FormEvent } from 'react';

import { hearMe } from '../account/use-me.js';
import { renameMe } from '../calls.js';
import { dropDraft, keepDraft } from '../drafts.js';
import { problemWords } from '../sign-in/problem-words.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import classes from './profile.module.css';
import { SaveRow } from './save-row.js';

const field = 'name';

/** The user's own name; an empty one takes it away. */
export const NameForm = ({ user }: { readonly user: User }) => {
  const { t } = useWords();
  const saved = user.name ?? '';
  const [text, setText] = useState(saved);
  const save = useMutation({
    mutationFn: () => renameMe(text.trim() === '' ? null : text.trim()),
    onSuccess: (changed) => {
      dropDraft(field);
      hearMe(changed);
    },
  });
  const fits = text.trim() === '' || nameSchema.safeParse(text).success;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (fits && text.trim() !== saved) save.mutate();
  };
  const type = (next: string): void => {
    save.reset();
    setText(next);
    keepDraft(field, next, saved);
  };
  return (
    <form className={`${card['card']} ${card['padded']} ${classes['form']}`} onSubmit={submit}>
      <h2>{t('profile.name')}</h2>
      <TextInput
        label={t('profile.name')}
        description={t('profile.nameHelp')}
        inputWrapperOrder={inputOrder}
        autoComplete="name"
        maxLength={100}
        value={text}
        error={save.isError && problemWords(t, save.error)}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <SaveRow words={t('profile.save')} disabled={!fits || text.trim() === saved || save.isPending} said={save.isSuccess ? t('profile.saved') : ''} />
    </form>
  );
};

const inputOrder: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
