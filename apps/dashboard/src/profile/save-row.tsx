import { Button } from '@mantine/core';

import classes from './profile.module.css';

/** The button of a form, and beside it what came of it. */
export const SaveRow = ({ words, disabled, said }: { readonly words: string; readonly disabled: boolean; readonly said: string }) => (
  <div className={classes['row']}>
    <Button type="submit" variant="primary" disabled={disabled}>
      {words}
    </Button>
    <output>{said}</output>
  </div>
);
