import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';

import { useDocumentTitle } from '../frame/heading.js';
import { Brand } from '../frame/mark.js';
import classes from './form.module.css';

interface Props {
  readonly title: string;
  readonly lead: string;
  /** Without it there is nothing to send, only something to read. */
  readonly onSubmit?: () => void;
  readonly children?: ReactNode;
  readonly after?: ReactNode;
}

/** The page of a form that leads into the account. */
export const SignPage = ({ title, lead, onSubmit, children, after }: Props) => {
  useDocumentTitle(title);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <main className={classes['page']}>
      <Brand size={26} />
      <h1>{title}</h1>
      <p className={classes['lead']}>{lead}</p>
      {onSubmit !== undefined && (
        <form className={classes['form']} onSubmit={submit} noValidate>
          {children}
        </form>
      )}
      {after}
    </main>
  );
};

/** What went wrong, said at once and read at once. */
export const FormProblem = ({ words }: { readonly words: string | null }) => {
  const ref = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (words !== null) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [words]);
  return (
    <p role="alert" ref={ref} className={classes['alert']} hidden={words === null}>
      <IconAlertCircle size={18} stroke={1.6} aria-hidden="true" />
      <span>{words}</span>
    </p>
  );
};
