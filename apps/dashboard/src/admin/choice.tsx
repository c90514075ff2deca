import { useId, type ReactNode } from 'react';

import classes from './admin.module.css';

interface Props {
  readonly label: ReactNode;
  readonly value: string;
  /** Each value with its words, in their order. */
  readonly choices: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
  readonly disabled?: boolean;
  readonly description?: ReactNode;
}

/** One of a few, by the browser's own list: it works with every keyboard, reader and phone. */
export const Choice = ({ label, value, choices, onChoose, disabled = false, description }: Props) => {
  const id = useId();
  return (
    <div className={classes['field']}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={classes['select']}
        value={value}
        disabled={disabled}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      {description !== undefined && (
        <small id={`${id}-more`} className={classes['help']}>
          {description}
        </small>
      )}
    </div>
  );
};
