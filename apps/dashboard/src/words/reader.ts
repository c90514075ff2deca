import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';

/** The words, and the locale in which dates and numbers are written: English as in Britain, whose dates cannot be mistaken. */
export const useWords = (): { readonly t: TFunction; readonly locale: string; readonly language: string } => {
  const { t, i18n } = useTranslation();
  return { t, locale: i18n.language === 'en' ? 'en-GB' : i18n.language, language: i18n.language };
};
