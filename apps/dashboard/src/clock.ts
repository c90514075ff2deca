import { useSyncExternalStore } from 'react';

/** How far the server's clock is ahead of this browser's, in milliseconds. */
export interface Reading {
  /** `Date` of an answer: whole seconds. */
  readonly serverMs: number;
  readonly askedMs: number;
  readonly answeredMs: number;
}

/**
 * The offset after another reading. `Date` has whole seconds, so a reading that the present offset already explains changes nothing:
 * times on the page never jump back and forth by half a second.
 */
export const offsetAfter = (offset: number | null, reading: Reading): number => {
  // The answer was stamped somewhere in [asked, answered], and its true time lies in [serverMs, serverMs + 1000).
  const least = reading.serverMs - reading.answeredMs;
  const most = reading.serverMs + 1000 - reading.askedMs;
  if (offset !== null && offset >= least && offset <= most) return offset;
  return (least + most) / 2;
};

let offset: number | null = null;

/** Sets the clock by the `Date` of an answer. */
export const readServerClock = (date: string | null, askedMs: number): void => {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverMs)) return;
  const before = offset;
  offset = offsetAfter(offset, { serverMs, askedMs, answeredMs: Date.now() });
  if (before === null || Math.abs(offset - before) > 1000) beat();
};

/** Now, by the server's clock (by the browser's until the first answer). */
export const serverNow = (): number => Date.now() + (offset ?? 0);

// One beat a second for the whole page; what it shows only renders again when its words change.
let now = serverNow();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const beat = (): void => {
  now = serverNow();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(beat, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** What `read` makes of the server's time, kept up to date each second. Renders only when the outcome differs. */
export const useTicking = <T extends string | number | boolean>(read: (now: number) => T): T =>
  useSyncExternalStore(subscribe, () => read(Math.max(now, timer === undefined ? serverNow() : now)));
