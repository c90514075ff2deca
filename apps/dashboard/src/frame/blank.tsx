import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import classes from './frame.module.css';

interface Props {
  readonly icon: Icon;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  /** It is the whole page: its title is the page's. */
  readonly alone?: boolean;
}

/** Where a list has nothing to show: why, and what to do. */
export const Blank = ({ icon: Glyph, title, text, children, alone = false }: Props) => (
  <div className={classes['centre']}>
    <span className={classes['tile']}>
      <Glyph size={20} stroke={1.6} aria-hidden="true" />
    </span>
    {alone ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}
    {text !== undefined && <p>{text}</p>}
    {children !== undefined && <div>{children}</div>}
  </div>
);
