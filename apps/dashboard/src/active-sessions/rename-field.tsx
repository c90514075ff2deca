import type { Session } from '@curfew/contracts';
import { label as labelSchema } from '@curfew/contracts';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { cache, keys } from '../account/cache.js';
import { changeSession } from '../calls.js';
import { dropDraft, keepDraft } from '../drafts.js';
import { useWords } from '../words/reader.js';
import { hearSession } from './live-list.js';
import { nameOf } from './rows.js';
import classes from './table.module.css';

/** Renames a device in place: Enter saves, Escape leaves; leaving the field saves what was typed. An empty name takes the name away. */
export const RenameField = ({ session, onDone }: { readonly session: Session; readonly onDone: () => void }) => {
  const { t } = useWords();
  const { text, failed, type, save, leave } = useRename(session, onDone);
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => ref.current?.select(), []);
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') leave();
  };
  return (
    <span className={classes['rename']}>
      <input
        ref={ref}
        value={text}
        maxLength={64}
        placeholder={session.device.name}
        aria-label={t('sessions.newName', { name: nameOf(session) })}
        aria-invalid={failed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKey}
        onBlur={() => void save()}
      />
      {failed && (
        <span role="alert" className={classes['error']}>
          {t('sessions.renameFailed')}
        </span>
      )}
    </span>
  );
};

interface Rename {
  readonly text: string;
  readonly failed: boolean;
  readonly type: (text: string) => void;
  readonly save: () => Promise<void>;
  readonly leave: () => void;
}

const useRename = (session: Session, onDone: () => void): Rename => {
  const saved = session.device.label ?? '';
  const field = `label ${session.id}`;
  const [text, setText] = useState(saved);
  const [failed, setFailed] = useState(false);
  const saving = useRef(false);
  const leave = (): void => {
    saving.current = true;
    dropDraft(field);
    onDone();
  };
  const save = async (): Promise<void> => {
    const wanted = text.trim();
    if (saving.current) return;
    if (wanted === saved) return leave();
    saving.current = true;
    const done = await renamed(session, wanted);
    saving.current = false;
    if (done) leave();
    else setFailed(true);
  };
  const type = (next: string): void => {
    setText(next);
    setFailed(false);
    keepDraft(field, next, saved);
  };
  return { text, failed, type, save, leave };
};

const renamed = async (session: Session, wanted: string): Promise<boolean> => {
  if (wanted !== '' && !labelSchema.safeParse(wanted).success) return false;
  try {
    const changed = await changeSession(session.id, { label: wanted === '' ? null : wanted });
    // What was asked before the change must not be answered over it.
    await cache.cancelQueries({ queryKey: keys.session(session.id) });
    hearSession(changed);
    cache.setQueryData(keys.session(session.id), changed);
    return true;
  } catch {
    return false;
  }
};
