import type { Session } from '@curfew/contracts';
import { label as labelSchema } from '@curfew/contracts';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { cache, keys } from '../account/cache.js';
import { changeSession } from '../calls.js';
import { dropDraft, keepDraft } from '../drafts.js';
import { useWords } from '../words/reader.js';
import { hearSession } from './live-list.js';
import classes from './table.module.css';

/** Renames a device in place: Enter saves, Escape and leaving the field empty-handed leave it. An empty name takes the name away. */
export const RenameField = ({ session, onDone }: { readonly session: Session; readonly onDone: () => void }) => {
  const { t } = useWords();
  const saved = session.device.label ?? '';
  const field = `label ${session.id}`;
  const [text, setText] = useState(saved);
  const [failed, setFailed] = useState(false);
  const ref = useRef<HTMLInputElement>(null);
  const done = (): void => {
    dropDraft(field);
    onDone();
  };
  useEffect(() => ref.current?.select(), []);

  const save = async (): Promise<void> => {
    const wanted = text.trim();
    if (wanted === saved) return done();
    if (wanted !== '' && !labelSchema.safeParse(wanted).success) return setFailed(true);
    try {
      const changed = await changeSession(session.id, { label: wanted === '' ? null : wanted });
      hearSession(changed);
      cache.setQueryData(keys.session(session.id), changed);
      done();
    } catch {
      setFailed(true);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') done();
  };
  return (
    <span className={classes['rename']}>
      <input
        ref={ref}
        value={text}
        maxLength={64}
        placeholder={session.device.name}
        aria-label={t('sessions.newName', { name: session.device.label ?? session.device.name })}
        aria-invalid={failed}
        onChange={(event) => {
          setText(event.target.value);
          keepDraft(field, event.target.value, saved);
        }}
        onKeyDown={onKey}
        onBlur={() => (text.trim() === saved ? done() : void save())}
      />
      {failed && (
        <span role="alert" className={classes['error']}>
          {t('sessions.renameFailed')}
        </span>
      )}
    </span>
  );
};
