import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { en } from './en.js';
import type { enAdmin } from './en-admin.js';
import type { enPages } from './en-pages.js';
import { enSessions } from './en-sessions.js';
import { enTime } from './en-time.js';
import type { enTrail } from './en-trail.js';

const firstPage = { ...en, sessions: enSessions, time: enTime };

/** The one catalogue: each language has exactly these keys. */
export type Words = typeof firstPage & typeof enPages & typeof enAdmin & typeof enTrail;

/** The library, with the English of the first page in it. The other pages bring theirs; another language comes whole. */
export const words: i18n = createInstance();

void words.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: firstPage } },
  interpolation: { escapeValue: false },
  initAsync: false,
  returnNull: false,
});

/** The English of the pages behind the first one. */
export const loadPageWords = async (): Promise<void> => {
  const { enPages: more } = await import('./en-pages.js');
  words.addResourceBundle('en', 'translation', more, true);
};

/** The English of the administrators' pages. */
export const loadAdminWords = async (): Promise<void> => {
  const [{ enAdmin }, { enTrail }] = await Promise.all([import('./en-admin.js'), import('./en-trail.js')]);
  words.addResourceBundle('en', 'translation', { ...enAdmin, ...enTrail }, true);
};
