import './without-eval.js';
import './theme/mantine.css';
import './theme/base.css';

import { createRoot } from 'react-dom/client';

import { cache, keys } from './account/cache.js';
import { isOutside } from './account/outside.js';
import { left, watchOtherTabs } from './account/signed-out.js';
import { fetchLiveList } from './active-sessions/live-list.js';
import { whenSignedOut } from './api.js';
import { App } from './app.js';
import { me } from './calls.js';
import { startColours } from './theme/start-colours.js';

startColours();
watchOtherTabs();
whenSignedOut(() => left({ kind: 'unknown' }));


// The rows, and the parts of the page that show them, are asked for before anything is drawn.
if (!isOutside(window.location.pathname)) {
  void cache.prefetchQuery({ queryKey: keys.me, queryFn: () => me() });
  void cache.prefetchQuery({ queryKey: keys.live, queryFn: fetchLiveList });
  void import('./frame/frame.js');
  void import('./active-sessions/active-sessions-page.js');
  if (window.matchMedia('(max-width: 767.98px)').matches) void import('./active-sessions/cards.js');
  else void import('./active-sessions/table.js');
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
