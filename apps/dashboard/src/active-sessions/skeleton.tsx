import { useIsPhone } from '../frame/media.js';
import { useWords } from '../words/reader.js';
import classes from './skeleton.module.css';

/** The shape of what comes, after 150 ms: a fast answer needs none. */
export const Skeleton = ({ rows = 4 }: { readonly rows?: number }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  return (
    <output aria-label={t('sessions.loading')} className={classes['card']} data-phone={phone || undefined}>
      <span className={classes['head']} />
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className={classes['row']}>
          <span className={classes['tile']} />
          <span className={classes['lines']} />
          <span className={classes['cell']} />
          <span className={classes['cell']} />
          <span className={classes['cell']} />
          <span className={classes['button']} />
        </span>
      ))}
    </output>
  );
};
