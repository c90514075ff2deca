import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import { loadAdminWords, loadPageWords } from '../words/i18n.js';

/** A page that comes with its words when it is gone to. */
export const lazyPage = (load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> =>
  lazy(async () => {
    const [page] = await Promise.all([load(), loadPageWords()]);
    return { default: page };
  });

/** One of the administrators' pages, which have words of their own beside those. */
export const adminPage = (load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> =>
  lazyPage(async () => {
    const [page] = await Promise.all([load(), loadAdminWords()]);
    return page;
  });
