const name = 'curfew-cookie';
let inThisPage: Promise<unknown> = Promise.resolve();

/** Asks what is answered with another session cookie. Until the answer is there, this page's and the other tabs' questions may go out with the old one. */
export const replacingCookie = (ask: () => Promise<Response>): Promise<Response> => {
  const asked = 'locks' in navigator ? navigator.locks.request(name, ask) : ask();
  inThisPage = asked.catch(() => undefined);
  return asked;
};

/** Resolves when no such answer is awaited, in this page or (where the browser has locks: https, or this machine) in another tab. */
export const cookieIsThere = async (): Promise<void> => {
  await inThisPage;
  if ('locks' in navigator) await navigator.locks.request(name, { mode: 'shared' }, () => undefined);
};
