import { noCookie, sessionCookie } from './set-cookie.js';

it('sets it for this host alone, out of the reach of scripts', () => {
  expect(sessionCookie({ name: 'curfew', secure: false }, 'abc', 2_592_000_500)).toBe('curfew=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000');
  expect(sessionCookie({ name: '__Host-curfew', secure: true }, 'abc', 1000)).toBe('__Host-curfew=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=1; Secure');
});

it('takes it away with the same attributes', () => {
  expect(noCookie({ name: 'curfew', secure: false })).toBe('curfew=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
});
