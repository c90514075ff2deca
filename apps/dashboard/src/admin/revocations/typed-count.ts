const typedFrom = 100;

/** Whether the number must be typed out: over a hundred sessions, and whenever everyone is meant. */
export const mustBeTyped = (matched: number, everyone: boolean): boolean => everyone || matched > typedFrom;

/** Whether enough was typed for so many; what groups the digits may be typed along. */
export const isConfirmed = (typed: string, matched: number, everyone: boolean): boolean =>
  !mustBeTyped(matched, everyone) || typed.replaceAll(/[\s.,’'\u00a0\u202f]/gu, '') === String(matched);
