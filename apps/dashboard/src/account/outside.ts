/** True for the pages of those who are not signed in. */
export const isOutside = (path: string): boolean => /^\/(?:sign-in|sign-up|signed-out|set-up|invitation)(?:[/?#]|$)/u.test(path);
