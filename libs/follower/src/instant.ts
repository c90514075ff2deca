/** One moment, as both clocks of this machine tell it. In milliseconds. */
export type Instant = { readonly mono: number; readonly wall: number };

/**
 * The time since then: the larger of what both clocks say. The monotonic one stands still while a machine is suspended,
 * the wall clock may be set back; so a clock can make something look older than it is, never younger.
 */
export const elapsed = (then: Instant, now: Instant): number => Math.max(now.mono - then.mono, now.wall - then.wall);

export const after = (then: Instant, ms: number): Instant => ({ mono: then.mono + ms, wall: then.wall + ms });

/** Whether that moment has come, by either clock. */
export const passed = (moment: Instant, now: Instant): boolean => elapsed(moment, now) >= 0;

/** Not later than either of the two, by either clock. */
export const earlier = (a: Instant, b: Instant): Instant => ({ mono: Math.min(a.mono, b.mono), wall: Math.min(a.wall, b.wall) });
