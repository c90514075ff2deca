import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconPencil } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';

import tag from '../theme/tag.module.css';
import { useWords } from '../words/reader.js';
import { Fading } from './fading.js';
import { RenameField } from './rename-field.js';
import { nameOf, type Row } from './rows.js';
import classes from './table.module.css';

interface Props {
  readonly row: Row;
  readonly secondLine: ReactNode;
  /** Where the name leads; null: it is only a name. */
  readonly to: string | null;
  readonly canRename: boolean;
  readonly group?: ReactNode;
}

/** What a device is called, with what must be known about it. */
export const DeviceName = ({ row, secondLine, to, canRename, group }: Props) => {
  const { t } = useWords();
  const [renaming, setRenaming] = useState(false);
  const name = row.title ?? nameOf(row.lead);
  if (renaming) return <RenameField session={row.lead} onDone={() => setRenaming(false)} />;
  return (
    <span className={classes['device']}>
      <span className={classes['title']}>
        {to === null ? (
          <span className={classes['name']}>{name}</span>
        ) : (
          <Link to={to} className={classes['name'] ?? ''} data-col="name">
            <Fading words={name} />
          </Link>
        )}
        {row.current && row.title === undefined && <span className={tag['tag']} data-look="accent">{t('sessions.thisDevice')}</span>}
        {row.unfamiliar && row.ending === null && <NewTag />}
        {group}
        {canRename && (
          <button
            type="button"
            className={classes['pencil']}
            aria-label={t('sessions.renameOf', { name })}
            title={t('sessions.rename')}
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={16} stroke={1.6} aria-hidden="true" />
          </button>
        )}
      </span>
      <span className={classes['second']}>{secondLine}</span>
    </span>
  );
};

export const NewTag = () => {
  const { t } = useWords();
  return (
    <span className={tag['tag']} data-look="amber">
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
      {t('sessions.newDevice')}
    </span>
  );
};

/** Opens and closes the rows of a device's several sessions. */
export const GroupToggle = ({ count, open, onToggle }: { readonly count: number; readonly open: boolean; readonly onToggle: () => void }) => {
  const { t } = useWords();
  const Chevron = open ? IconChevronUp : IconChevronDown;
  return (
    <button type="button" className={classes['groupTag']} aria-expanded={open} onClick={onToggle} data-col="group">
      {t('sessions.sessions', { count })}
      <Chevron size={14} stroke={1.8} aria-hidden="true" />
    </button>
  );
};
