import type { Leaving } from '../leaving.js';

// Whether this browser was signed in: tells "logged out while it was away" from "never been here". It says nothing of whom.
const key = 'curfew-signed-in';

export const rememberSignedIn = (): void => attempt(() => localStorage.setItem(key, String(Date.now())));
export const forgetSignedIn = (): void => attempt(() => localStorage.removeItem(key));

export const wasSignedIn = (): boolean => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
};

/** Another tab signed in: the cookie, and so the account, is another one. A page that shows the old one must not go on. */
export const watchOtherTabs = (): void =>
  window.addEventListener('storage', (event) => {
    if (event.key === key && event.newValue !== null && event.oldValue !== event.newValue) window.location.reload();
  });

/** The one way out: whatever notices that this browser is signed out says why here. */
export const left = (why: Leaving): void => {
  if (listeners.size === 0) early = why;
  for (const listener of listeners) listener(why);
};

export const whenLeft = (listener: (why: Leaving) => void): (() => void) => {
  listeners.add(listener);
  if (early !== null) listener(early);
  early = null;
  return () => listeners.delete(listener);
};

const listeners = new Set<(why: Leaving) => void>();
// An answer may be there before the page is drawn.
let early: Leaving | null = null;

// A browser that keeps nothing (private windows, storage switched off) still works.
const attempt = (act: () => void): void => {
  try {
    act();
  } catch {
    // It then cannot tell the two apart, and shows the sign-in page.
  }
};
