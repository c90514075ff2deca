import { useEffect, type ReactNode } from 'react';

import classes from './frame.module.css';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly tools?: ReactNode;
  /** The browser's title, when it says more than the page's. */
  readonly documentTitle?: string;
}

/** What a page is, and what can be done with all of it. */
export const Heading = ({ title, lead, tools, documentTitle }: Props) => {
  useDocumentTitle(documentTitle ?? title);
  return (
    <div className={classes['heading']}>
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {tools !== undefined && <div className={classes['tools']}>{tools}</div>}
    </div>
  );
};

export const useDocumentTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Curfew`;
  }, [title]);
};
