// The reason that was given last, in this page's memory: the next one is often the same.
let reason = '';

export const lastReason = (): string => reason;

export const rememberReason = (text: string): void => {
  reason = text.trim();
};
