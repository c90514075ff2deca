export const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
export type Unit = keyof typeof units;

/** A time as people enter it: 14 days, not 1,209,600,000 milliseconds. */
export interface Duration {
  readonly number: string;
  readonly unit: Unit;
}

const largestFirst = ['days', 'hours', 'minutes'] as const;

/** The same time in the largest unit that needs no fraction. */
export const durationOf = (ms: number): Duration => {
  const unit = largestFirst.find((each) => ms % units[each] === 0) ?? 'minutes';
  return { number: String(ms / units[unit]), unit };
};

const longestMs = 3650 * units.days;

/** In milliseconds; null for what is no whole number, or not between a minute and ten years. */
export const msOf = ({ number, unit }: Duration): number | null => {
  if (!/^\d{1,7}$/u.test(number.trim())) return null;
  const ms = Number(number) * units[unit];
  return ms >= units.minutes && ms <= longestMs ? ms : null;
};
