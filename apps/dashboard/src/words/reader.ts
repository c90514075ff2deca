import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

interface Words {
  readonly t: TFunction;
  /** How dates are written: English as in Britain, whose dates cannot be mistaken. */
  readonly locale: string;
  readonly language: string;
}

/** The words, in the language of the page. */
export const useWords = (): Words => {
  const { t, i18n } = useTranslation();
  return { t, locale: i18n.language === 'en' ? 'en-GB' : i18n.language, language: i18n.language };
};

/** "12,408" */
export const numberOf = (count: number, locale: string): string => new Intl.NumberFormat(locale).format(count);
