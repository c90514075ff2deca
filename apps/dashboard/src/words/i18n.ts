import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { en } from './en.js';
import { enAdmin } from './en-admin.js';
import { enSessions } from './en-sessions.js';
import { enTime } from './en-time.js';

/** The one catalogue: each language has exactly these keys. */
export const english = { ...en, sessions: enSessions, admin: enAdmin, time: enTime };
export type Words = typeof english;
export type Language = 'en' | 'de';

/** The library with English in it. Other languages come when they are asked for. */
export const words: i18n = createInstance();

void words.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: english } },
  interpolation: { escapeValue: false },
  initAsync: false,
  returnNull: false,
});
