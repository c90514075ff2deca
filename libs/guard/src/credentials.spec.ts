import { tokenIn, type CredentialOptions, type Headers } from './credentials.js';

const here = { host: 'app.example.com' };

it.each<[string, Headers, CredentialOptions, string | undefined]>([
  ['a bearer', { authorization: 'Bearer abc' }, {}, 'abc'],
  ['a bearer in any case, from any page', { authorization: 'bearer  abc', origin: 'https://evil.example' }, {}, 'abc'],
  ['another scheme, cookie or not', { authorization: 'Basic abc', cookie: 'curfew=def' }, {}, undefined],
  ['the cookie', { ...here, cookie: 'a=b; curfew=abc' }, {}, 'abc'],
  ['the https cookie before the other', { ...here, cookie: 'curfew=abc; __Host-curfew=def' }, {}, 'def'],
  ['a name that only ends like it', { ...here, cookie: 'xcurfew=abc' }, {}, undefined],
  ['the cookie on a page of this host', { ...here, cookie: 'curfew=abc', origin: 'https://app.example.com' }, {}, 'abc'],
  ['the cookie on another page', { ...here, cookie: 'curfew=abc', origin: 'https://evil.example' }, {}, undefined],
  ['the cookie on a page without an origin', { ...here, cookie: 'curfew=abc', origin: 'null' }, {}, undefined],
  ['the cookie on another port', { ...here, cookie: 'curfew=abc', origin: 'https://app.example.com:8443' }, {}, undefined],
  ['the cookie on a page that is allowed', { ...here, cookie: 'curfew=abc', origin: 'https://www.example.com' }, { origins: ['https://www.example.com'] }, 'abc'],
  ['a cookie of another name', { ...here, cookie: 'sid=abc; curfew=def' }, { cookies: ['sid'] }, 'abc'],
  ['no cookie where none is taken', { ...here, cookie: 'curfew=def' }, { cookies: [] }, undefined],
  ['nothing', {}, {}, undefined],
])('finds %s', (_, headers, options, token) => {
  expect(tokenIn(headers, options)).toBe(token);
});
