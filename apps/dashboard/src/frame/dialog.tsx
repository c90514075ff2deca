import { useId, type ReactNode } from 'react';

import classes from './dialog.module.css';
import { useModal } from './use-modal.js';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** For a question that shows much: wider, and on a phone the whole screen. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A question that must be answered first. Escape and a press beside it close it; the focus starts on what has `data-first`. */
export const Dialog = ({ title, onClose, wide = false, children }: Props) => {
  const ref = useModal(onClose);
  const id = useId();
  return (
    <dialog ref={ref} className={classes['dialog']} data-wide={wide || undefined} aria-labelledby={id}>
      <div className={classes['inside']}>
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
};

export const DialogButtons = ({ children }: { readonly children: ReactNode }) => <div className={classes['buttons']}>{children}</div>;
