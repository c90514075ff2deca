import { credentialsOf } from './credentials.js';

const token = 'a'.repeat(43);
const other = 'b'.repeat(43);

it.each([
  ['nothing', {}, 'none'],
  ['a cookie', { cookie: `curfew=${token}` }, { via: 'cookie', token }],
  ['an empty cookie', { cookie: 'curfew=' }, 'none'],
  ['a bearer', { authorization: `Bearer ${token}` }, { via: 'bearer', token }],
  ['a bearer in another case', { authorization: `bEARER  ${token}` }, { via: 'bearer', token }],
  ['both', { authorization: `Bearer ${token}`, cookie: `curfew=${other}` }, { via: 'bearer', token }],
  ['a wrong bearer beside a cookie', { authorization: 'Bearer nonsense', cookie: `curfew=${other}` }, 'unusable'],
  ['an API key', { authorization: `Bearer cf_key_${token}` }, 'unusable'],
  ['an empty bearer beside a cookie', { authorization: 'Bearer', cookie: `curfew=${other}` }, 'unusable'],
  ['a proxy’s own sign-in beside a cookie', { authorization: 'Basic YTpi', cookie: `curfew=${other}` }, { via: 'cookie', token: other }],
  ['two different cookies', { cookie: `curfew=${token}; curfew=${other}` }, 'unusable'],
  ['a session’s id', { authorization: 'Bearer 01936f0e-0000-7000-8000-000000000000' }, 'unusable'],
])('takes %s', (_case, headers, expected) => {
  expect(credentialsOf(headers, 'curfew')).toEqual(expected);
});
