import { withoutEval } from './without-eval.js';
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
import { startLanguage } from './words/language.js';

void withoutEval;
startColours();
watchOtherTabs();
whenSignedOut(() => left({ kind: 'unknown' }));


// The rows, and what shows them on a phone, are asked for before anything is drawn.
if (!isOutside(window.location.pathname)) {
  void cache.prefetchQuery({ queryKey: keys.me, queryFn: () => me() });
  void cache.prefetchQuery({ queryKey: keys.live, queryFn: fetchLiveList });
  if (window.matchMedia('(max-width: 767.98px)').matches) void import('./active-sessions/cards.js');
}

// A page that Back brings out of the browser's memory may be older than a log-out.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});

const root = document.getElementById('root');
if (root !== null) void startLanguage().then(() => createRoot(root).render(<App />));
