import classes from './frame.module.css';

/** An ember under a cover, on a horizon: couvre-feu. */
export const Mark = ({ size = 22 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className={classes['mark']}>
    <path d="M4.2 15.5a7.8 7.8 0 0 1 15.6 0" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
    <path d="M1.8 19.6h20.4" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
    <circle cx="12" cy="14.4" r="2.7" fill="var(--cf-ember)" />
  </svg>
);

export const Brand = ({ size = 22 }: { readonly size?: number }) => (
  <span className={classes['brand']}>
    <Mark size={size} />
    Curfew
  </span>
);
