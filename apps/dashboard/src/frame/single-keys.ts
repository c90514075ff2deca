const key = 'curfew-single-keys';

/** Whether `/`, `?` and `g` do something here (WCAG 2.1.4: they can be switched off). */
export const usesSingleKeys = (): boolean => {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
};

export const setSingleKeys = (on: boolean): void => {
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, 'off');
  } catch {
    // Nothing is kept here: they stay as they are.
  }
};
