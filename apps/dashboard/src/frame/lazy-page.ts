import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import { loadPageWords } from '../words/i18n.js';

/** A page that comes with its words when it is gone to. */
export const lazyPage = (load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> =>
  lazy(async () => {
    const [page] = await Promise.all([load(), loadPageWords()]);
    return { default: page };
  });
