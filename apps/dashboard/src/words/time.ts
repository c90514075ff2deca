import type { TFunction } from 'i18next';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Whoever reads: the words, and how dates and numbers are written. */
export interface Reader {
  readonly t: TFunction;
  readonly locale: string;
}

type Form = 'span' | 'ago' | 'since';
type Units = 'one' | 'two';

/** "2 h 14 min", "3 days", "40 s": two units under a day, one from a day on. `ms` below zero counts as zero. */
export const spanOf = (t: TFunction, ms: number, units: Units = 'two'): string => length(t, ms, { form: 'span', units });

/** "3 h", as in "Idle 3 h": one unit. */
export const sinceOf = (t: TFunction, ms: number): string => length(t, ms, { form: 'since', units: 'one' });

/** "just now" under a minute, else "2 h 14 min ago". */
export const agoOf = (t: TFunction, ms: number, units: Units = 'two'): string =>
  ms < minute ? t('time.justNow') : length(t, ms, { form: 'ago', units });

/** Like `agoOf`, but counts the seconds: "40 s ago"; "just now" only for the first. */
export const exactAgoOf = (t: TFunction, ms: number): string => (ms < second ? t('time.justNow') : length(t, ms, { form: 'ago', units: 'one' }));

/** "9 ms", and from a second on "1.2 s". */
export const elapsedOf = (t: TFunction, ms: number): string =>
  ms < second ? t('time.span.ms', { n: Math.round(ms) }) : t('time.span.s', { n: Math.round(ms / 100) / 10 });

/** "9 milliseconds", for those who listen. */
export const spokenElapsedOf = (t: TFunction, ms: number): string =>
  ms < second ? t('time.spoken.ms', { count: Math.round(ms) }) : t('time.spoken.s', { count: Math.round(ms / 100) / 10 });

/** "40 s ago", "5 h 2 min ago", "yesterday, 18:20", "12 Nov, 09:04", and with the year when it is another one. */
export const whenOf = ({ t, locale }: Reader, at: Date, now: Date): string => {
  const days = calendarDays(at, now);
  const time = clockOf(at, locale);
  const past = now.getTime() - at.getTime();
  // What was just now is not "yesterday", though it be a minute past midnight.
  if (days <= 0 || past < hour) return past < minute ? exactAgoOf(t, past) : length(t, past, { form: 'ago', units: 'two' });
  if (days === 1) return t('time.yesterday', { time });
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return format(locale, { day: 'numeric', month: 'short', ...year, hour: '2-digit', minute: '2-digit' }).format(at);
};

/** "Today, 13:56:02", else "24 Nov, 13:56:02". */
export const momentOf = ({ t, locale }: Reader, at: Date, now: Date): string => {
  const time = format(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
  if (calendarDays(at, now) === 0) return t('time.today', { time });
  return format(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
};

/** "24 Nov": and with the year when it is another one. */
export const dayOf = (at: Date, now: Date, locale: string): string => {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return format(locale, { day: 'numeric', month: 'short', ...year }).format(at);
};

/** "14:02:07" */
export const clockSecondsOf = (at: Date, locale: string): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

/** "14:02" */
export const clockOf = (at: Date, locale: string): string => format(locale, { hour: '2-digit', minute: '2-digit' }).format(at);

/** The exact time with its zone, for tooltips and for those who listen. */
export const exactOf = (at: Date, locale: string): string =>
  format(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);

/** Whole days between the calendar days of two instants, in the reader's zone. */
export const calendarDays = (from: Date, to: Date): number => Math.round((midnight(to) - midnight(from)) / day);

const midnight = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());

const length = (t: TFunction, ms: number, { form, units }: { readonly form: Form; readonly units: Units }): string => {
  const past = Math.max(0, ms);
  if (past < minute) return t(`time.${form}.s`, { n: Math.floor(past / second) });
  if (past < hour) return t(`time.${form}.min`, { n: Math.floor(past / minute) });
  if (past >= day) return t(`time.${form}.d`, { count: Math.floor(past / day) });
  const n = Math.floor(past / hour);
  const m = Math.floor((past % hour) / minute);
  return units === 'one' || m === 0 ? t(`time.${form}.h`, { n }) : t(`time.${form}.hmin`, { n, m });
};

// Making a format is slow, and 2,000 rows want the same few.
const formats = new Map<string, Intl.DateTimeFormat>();
const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
};
