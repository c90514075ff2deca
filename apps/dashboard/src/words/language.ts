import { words } from './i18n.js';

/** The languages of the catalogue, in their own names. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const key = 'curfew-language';

/** The language that was chosen here, or null for the browser's. */
export const chosenLanguage = (): Language | null => {
  try {
    return languageOf(localStorage.getItem(key) ?? '');
  } catch {
    return null;
  }
};

/** Changes the language now and for later visits; null: as the browser has it. */
export const chooseLanguage = async (language: Language | null): Promise<void> => {
  try {
    if (language === null) localStorage.removeItem(key);
    else localStorage.setItem(key, language);
  } catch {
    // A browser that keeps nothing has it until the page is closed.
  }
  await speak(language ?? preferred(navigator.languages));
};

/** Speaks the language that was chosen, else the first of the browser's that is in the catalogue. */
export const startLanguage = (): Promise<void> => speak(chosenLanguage() ?? preferred(navigator.languages));

/** The first of these that is in the catalogue, else English: `de-AT` counts as German. */
export const preferred = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = languageOf(tag.split('-')[0] ?? '');
    if (language !== null) return language;
  }
  return 'en';
};

const speak = async (language: Language): Promise<void> => {
  if (language === 'de' && !words.hasResourceBundle('de', 'translation')) {
    const { de } = await import('./de.js');
    words.addResourceBundle('de', 'translation', de);
  }
  await words.changeLanguage(language);
  document.documentElement.lang = language;
};

const languageOf = (tag: string): Language | null => (tag === 'en' || tag === 'de' ? tag : null);
