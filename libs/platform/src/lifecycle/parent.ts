import { stop } from './stop.js';

/**
 * Stops this process when the one that started it is gone: CURFEW_PARENT_PID (set by `npm start`) is no longer its parent.
 * Without CURFEW_PARENT_PID it does nothing.
 */
export const watchParent = (env: Readonly<Record<string, string | undefined>> = process.env): void => {
  const parent = Number(env['CURFEW_PARENT_PID']);
  if (!Number.isInteger(parent) || parent <= 0) return;
  followParent(parent, () => void stop());
};

/** Calls `gone` once, within a quarter of a second, when the process `parent` is no longer this one's parent. */
export const followParent = (parent: number, gone: () => void): void => {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
};

/** Tells the process that started this one that it is ready. `ports` are those really listened on. Without such a parent: nothing. */
export const announceReady = (ports: Readonly<Record<string, number>> = {}): void => {
  // A parent that just died is watchParent's business, not an error of this process.
  if (process.connected) process.send?.({ type: 'ready', ports }, undefined, undefined, () => undefined);
};
