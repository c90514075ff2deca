import { tokenOf } from './credentials.js';

const token = 'A'.repeat(43);
const other = 'B'.repeat(43);
const use = { name: 'curfew', allows: (origin: string) => origin === 'http://localhost:3000' };
const given = { auth: {}, cookie: undefined, origin: undefined };

it.each([
  ['a token of a program', { auth: { token } }, token],
  ['a token of an allowed page', { auth: { token }, origin: 'http://localhost:3000' }, token],
  ['the cookie of an allowed page', { cookie: `a=b; curfew=${token}`, origin: 'http://localhost:3000' }, token],
  ['the token before the cookie', { auth: { token: other }, cookie: `curfew=${token}`, origin: 'http://localhost:3000' }, other],
  ['the cookie twice with one value', { cookie: `curfew=${token}; curfew=${token}`, origin: 'http://localhost:3000' }, token],
])('takes %s', (_name, facts, expected) => {
  expect(tokenOf({ ...given, ...facts }, use)).toBe(expected);
});

it.each([
  ['nothing', {}],
  ['the cookie without an Origin', { cookie: `curfew=${token}` }],
  ['the cookie with a foreign Origin', { cookie: `curfew=${token}`, origin: 'https://evil.test' }],
  ['the cookie with Origin null', { cookie: `curfew=${token}`, origin: 'null' }],
  ['two cookies that differ', { cookie: `curfew=${token}; curfew=${other}`, origin: 'http://localhost:3000' }],
  ['a cookie of another name', { cookie: `__Host-curfew=${token}; xcurfew=${token}`, origin: 'http://localhost:3000' }],
  ['a token of another form', { auth: { token: 'x' } }],
  ['a token that is no text', { auth: { token: [token] } }],
  ['a bad token beside a good cookie', { auth: { token: 'x' }, cookie: `curfew=${token}`, origin: 'http://localhost:3000' }],
  ['no auth at all', { auth: null }],
  ['a text for auth', { auth: token }],
])('takes no token from %s', (_name, facts) => {
  expect(tokenOf({ ...given, ...facts }, use)).toBeUndefined();
});
