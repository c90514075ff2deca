import { Button, Popover } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';

import { Dialog, DialogButtons } from '../../frame/dialog.js';
import { useIsPhone } from '../../frame/media.js';
import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';
import { AskedText } from '../asked-text.js';
import { UserName } from '../audit/user-name.js';
import { FilterForm } from './filter-form.js';
import { valueWords } from './filter-words.js';
import { fields, withField, type Field, type Filter } from './session-filter.js';

interface Props {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** What is asked, as chips, and what more can be. */
export const FilterBar = ({ filter, onFilter }: Props) => {
  const { t } = useWords();
  const ask = useCallback((text: string) => onFilter(withField(filter, 'q', text === '' ? null : text)), [filter, onFilter]);
  const chips = fields.filter((field) => field !== 'q' && filter[field] !== undefined);
  return (
    <search className={classes['bar']} aria-label={t('find.filters')}>
      <AskedText label={t('admin.search')} asked={filter.q ?? ''} onAsk={ask} />
      {chips.map((field) => (
        <Chip key={field} field={field} text={filter[field] ?? ''} onRemove={() => onFilter(withField(filter, field, null))} />
      ))}
      <Add filter={filter} onPut={(field, text) => onFilter(withField(filter, field, text))} />
      {chips.length > 0 && (
        <button type="button" className={classes['text']} onClick={() => onFilter({})}>
          {t('find.clear')}
        </button>
      )}
    </search>
  );
};

/** One field of a filter; without `onRemove` only to be read. */
export const Chip = ({ field, text, onRemove }: { readonly field: Field; readonly text: string; readonly onRemove?: () => void }) => {
  const reader = useWords();
  const { t } = reader;
  const value = valueWords(reader, field, text);
  const label = t(`find.fields.${field}`);
  return (
    <span className={classes['chip']} data-chip={field}>
      <span>
        {label}
        <strong>{field === 'userId' ? <UserName id={text} /> : value}</strong>
      </span>
      {onRemove !== undefined && (
        <button type="button" aria-label={t('find.remove', { field: label, value })} onClick={onRemove}>
          <IconX size={16} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    </span>
  );
};

const Add = ({ filter, onPut }: { readonly filter: Filter; readonly onPut: (field: Field, text: string) => void }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const [open, setOpen] = useState(false);
  const put = (field: Field, text: string): void => {
    setOpen(false);
    onPut(field, text);
  };
  const button = (
    <Button className={classes['add'] ?? ''} leftSection={<IconPlus size={16} stroke={1.6} aria-hidden="true" />} onClick={() => setOpen(!open)}>
      {t('find.add')}
    </Button>
  );
  if (phone)
    return (
      <>
        {button}
        {open && (
          <Dialog title={t('find.add')} onClose={() => setOpen(false)} wide>
            <FilterForm filter={filter} onPut={put} />
            <DialogButtons>
              <Button onClick={() => setOpen(false)}>{t('frame.dismiss')}</Button>
            </DialogButtons>
          </Dialog>
        )}
      </>
    );
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withRoles={false} withinPortal={false} position="bottom-start" shadow="md">
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown>{open && (
          <div className={classes['popped']}>
            <FilterForm filter={filter} onPut={put} />
          </div>
        )}</Popover.Dropdown>
    </Popover>
  );
};
