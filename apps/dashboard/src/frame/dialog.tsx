import { useEffect, useId, useRef, type ReactNode } from 'react';

import classes from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question that must be answered first. Escape and a press beside it close it; the focus starts on what has `autoFocus`. */
export const Dialog = ({ title, onClose, children }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={classes['dialog']}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={classes['inside']}>
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
};

export const DialogButtons = ({ children }: { readonly children: ReactNode }) => <div className={classes['buttons']}>{children}</div>;
