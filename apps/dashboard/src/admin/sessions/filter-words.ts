import type { DeviceType, Sort } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { countryName } from '../../words/place.js';
import type { Reader } from '../../words/time.js';
import type { Field } from './session-filter.js';

export const statuses = ['live', 'active', 'idle', 'ended', 'signed-out', 'revoked', 'expired', 'all'] as const;
export const deviceTypes: readonly DeviceType[] = ['desktop', 'laptop', 'tablet', 'mobile', 'tv', 'watch', 'bot', 'unknown'];
export const sorts: readonly Sort[] = ['-lastActiveAt', 'lastActiveAt', '-createdAt', 'createdAt'];

/** What a field asks for, as people say it. */
export const valueWords = ({ t, locale, language }: Reader & { readonly language: string }, field: Field, text: string): string => {
  switch (field) {
    case 'country':
      return countryName(text, language);
    case 'status':
      return statusWords(t, text);
    case 'online':
      return text === 'true' ? t('find.yes') : t('find.no');
    case 'deviceType':
      return typeWords(t, text);
    default:
      return isTime(field) ? timeWords(new Date(text), locale) : text;
  }
};

/** Whether a field asks for an instant. */
export const isTime = (field: Field): boolean => field === 'createdAfter' || field === 'createdBefore' || field === 'activeBefore';

export const statusWords = (t: TFunction, text: string): string => {
  const status = statuses.find((known) => known === text);
  return status === undefined ? text : t(`find.statuses.${status}`);
};

export const typeWords = (t: TFunction, text: string): string => {
  const type = deviceTypes.find((known) => known === text);
  return type === undefined ? text : t(`types.${type}`);
};

/** The regions that this browser has a name for, by their names. */
export const countries = (language: string): readonly (readonly [string, string])[] => {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const all = letters.flatMap((one) => letters.map((other) => one + other)).filter((code) => !notCountries.test(code));
  return all
    .flatMap((code) => {
      const words = names.of(code);
      return words === undefined ? [] : [[code, words] as const];
    })
    .toSorted(([, a], [, b]) => a.localeCompare(b, language));
};

// Codes that stand for groups, for what is no more, or for tests.
const notCountries = /^(?:EU|EZ|UN|QO|X[AB]|ZZ|AN|BU|CS|DD|FX|NT|SU|TP|YD|YU|ZR|AC|CP|DG|EA|IC|TA|CQ|UK)$/u;

const timeWords = (at: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);

/** An instant as `<input type="datetime-local">` wants it: in the reader's own time. */
export const localOf = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** The instant that was entered there; null for none. */
export const instantOf = (local: string): string | null => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
