/**
 * Whether a round is so late that this worker does it without being told: three intervals since it was done here last (times in milliseconds).
 * With two workers each is told every other time, so neither is late while Redis works; a round that was never done here is late at once.
 */
export const isLate = (everyMs: number, doneAt: number | undefined, now: number): boolean => doneAt === undefined || now - doneAt >= 3 * everyMs;
