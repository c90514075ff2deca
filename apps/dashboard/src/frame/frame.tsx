import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { Outlet, useLocation } from 'react-router';

import { connect, disconnect } from '../account/connection.js';
import { useMe } from '../account/use-me.js';
import { useWords } from '../words/reader.js';
import classes from './frame.module.css';
import { Brand } from './mark.js';
import { useIsNarrow } from './media.js';
import { loadPageWords } from '../words/i18n.js';
import { Navigation } from './navigation.js';
import { TopBar } from './top-bar.js';
import { useKeys } from './use-keys.js';
import { Who } from './who.js';

const KeysDialog = lazy(async () => {
  const [{ KeysDialog: Dialog }] = await Promise.all([import('./keys-dialog.js'), loadPageWords()]);
  return { default: Dialog };
});

/** Around every page of someone who is signed in; it holds the connection. */
export const Frame = () => {
  useEffect(() => {
    connect();
    // Must be there the moment it is needed, and not be fetched then.
    void import('../sign-in/signed-out-page.js');
    return disconnect;
  }, []);
  const { t } = useWords();
  const narrow = useIsNarrow();
  return (
    <div className={classes['frame']}>
      <a href="#content" className={classes['skip']}>
        {t('frame.skip')}
      </a>
      {narrow ? <TopBar /> : <Sidebar />}
      <Main>
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </Main>
      <Keys />
    </div>
  );
};

const Keys = () => {
  const isAdmin = useMe()?.role === 'admin';
  const { helpOpen, closeHelp } = useKeys(isAdmin);
  if (!helpOpen) return null;
  return (
    <Suspense fallback={null}>
      <KeysDialog isAdmin={isAdmin} onClose={closeHelp} />
    </Suspense>
  );
};

const Sidebar = () => {
  const user = useMe();
  return (
    <header className={classes['sidebar']}>
      <Brand />
      <Navigation role={user?.role} />
      <Who user={user} />
    </header>
  );
};

// The licence of the places asks for it wherever they are shown (CC BY 4.0).
const Credit = () => {
  const { t } = useWords();
  return (
    <p className={classes['credit']}>
      <a href="https://db-ip.com" target="_blank" rel="noreferrer">
        {t('frame.places')}
      </a>
    </p>
  );
};

const Main = ({ children }: { readonly children: ReactNode }) => {
  const ref = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  // A new page begins at its top, and with its content for those who listen.
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    window.scrollTo(0, 0);
    ref.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <main id="content" tabIndex={-1} ref={ref} className={classes['main']} data-wide={pathname.startsWith('/admin') ? true : undefined}>
      {children}
      <Credit />
    </main>
  );
};
