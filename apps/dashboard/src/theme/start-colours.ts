// Mantine sets the scheme when it renders; until then the page would be drawn in the wrong one.
const key = 'mantine-color-scheme-value';

/** Puts the chosen (else the system's) colour scheme on the document before anything is drawn. */
export const startColours = (): void => {
  const chosen = stored();
  const dark = chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
};

const stored = (): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
