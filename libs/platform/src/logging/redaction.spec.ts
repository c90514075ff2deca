import { errorForLog, redacted } from './redaction.js';

const canary = 'canary-5b1f';

it.each([
  { token: canary },
  { tokenHash: canary },
  { body: { currentPassword: canary, newPassword: canary } },
  { req: { headers: { authorization: `Bearer ${canary}`, cookie: `curfew=${canary}`, 'set-cookie': [canary] } } },
  { list: [{ deep: { secret: canary } }] },
  { apiKey: canary, keyEncryptionKey: canary },
  { url: `postgres://ada:${canary}@host/db` },
  { outer: { err: Object.assign(new Error('x'), { parameters: [canary], query: canary }) } },
])('never logs the secret in %j', (fields) => {
  expect(JSON.stringify(redacted(fields))).not.toContain(canary);
});

it('keeps what is no secret', () => {
  const fields = { requestId: 'r', count: 3, nested: { at: new Date(0), none: null }, tokenType: 'Bearer', tokenCount: 2 };
  expect(redacted(fields)).toEqual(fields);
});

it('cuts a circle', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(JSON.stringify(redacted(circle))).toContain('[deep]');
});

it('says of an error its type, code, message, stack and cause, and nothing a driver hangs on it', () => {
  const cause = Object.assign(new Error(`connect postgres://ada:${canary}@host failed`), { code: 'ECONNREFUSED' });
  const error = Object.assign(new Error('query failed', { cause }), { parameters: [canary], query: `select ${canary}` });
  const logged = errorForLog(error);
  expect(logged).toMatchObject({ type: 'Error', message: 'query failed', cause: { code: 'ECONNREFUSED', message: 'connect postgres://…@host failed' } });
  expect(JSON.stringify(logged)).not.toContain(canary);
});
