import { CurfewError } from '@curfew/contracts';

import { problemAnswer } from './problem.js';

const failing = (properties: object, message = 'secret detail'): Error => Object.assign(new Error(message), properties);

it('answers an error on purpose as its row has it', () => {
  const error = new CurfewError('invalid-request', { detail: 'why', errors: [{ path: 'email', message: 'is not one' }] });

  expect(problemAnswer(error, 'r1')).toEqual({
    status: 400,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
    body: {
      type: '/docs/problems#invalid-request',
      title: 'The request does not fit its schema',
      status: 400,
      detail: 'why',
      code: 'invalid-request',
      requestId: 'r1',
      errors: [{ path: 'email', message: 'is not one' }],
    },
  });
});

it.each([
  ['a path that is not there', failing({ statusCode: 404 }), 404, 'not-found'],
  ['a body of another type', failing({ statusCode: 415 }), 415, 'unsupported-media-type'],
  ['a large body', failing({ statusCode: 413 }), 413, 'body-too-large'],
  ['an odd request', failing({ statusCode: 417 }), 400, 'invalid-request'],
  ['an error of Nest', failing({ getStatus: () => 404 }), 404, 'not-found'],
  ['a lost connection', failing({ code: 'ECONNREFUSED' }), 503, 'unavailable'],
  ['PostgreSQL stopping', failing({ code: '57P01' }), 503, 'unavailable'],
  ['PostgreSQL gone', failing({}, 'Connection terminated unexpectedly'), 503, 'unavailable'],
  ['PostgreSQL silent', failing({}, 'Query read timeout'), 503, 'unavailable'],
  ['a wrong statement', failing({ code: '42601' }), 500, 'internal-error'],
  ['a mistake', new TypeError('secret detail'), 500, 'internal-error'],
  ['no error at all', 'secret detail', 500, 'internal-error'],
])('answers %s without a word of what it was', (_case, thrown, status, code) => {
  const { body } = problemAnswer(thrown, 'r1');

  expect(body).toMatchObject({ status, code });
  expect(JSON.stringify(body)).not.toContain('secret');
});

it('says how to sign in, and when to come back', () => {
  expect(problemAnswer(new CurfewError('invalid-credentials'), 'r').headers).toMatchObject({ 'WWW-Authenticate': 'Bearer' });
  expect(problemAnswer(new CurfewError('too-many-requests', { retryAfterSeconds: 40 }), 'r').headers).toMatchObject({ 'Retry-After': '40' });
  expect(problemAnswer(new CurfewError('unavailable'), 'r').headers).toMatchObject({ 'Retry-After': '1' });
});

it('says in words which fields do not fit, and something for every problem', () => {
  const errors = [{ path: 'email', message: 'is not one' }, { path: 'foo', message: 'is not known' }];

  expect(problemAnswer(new CurfewError('invalid-request', { errors }), 'r').body.detail).toBe('email: is not one; foo: is not known');
  expect(problemAnswer(new CurfewError('conflict'), 'r').body.detail).toBe('This does not fit the present state.');
});
