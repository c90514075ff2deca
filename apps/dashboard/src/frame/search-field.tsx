import { IconSearch } from '@tabler/icons-react';

import classes from './search-field.module.css';

/** What is looked for; Escape clears it, `/` leads here. */
export const SearchField = ({ label, text, onText }: { readonly label: string; readonly text: string; readonly onText: (text: string) => void }) => (
  <div className={classes['field']}>
    <IconSearch size={16} stroke={1.6} aria-hidden="true" />
    <input
      type="search"
      data-search
      aria-label={label}
      placeholder={label}
      maxLength={254}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && onText('')}
    />
  </div>
);
