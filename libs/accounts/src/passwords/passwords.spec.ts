import { createPasswords } from './passwords.js';

const passwords = createPasswords({ minLength: 12 });

it('makes argon2id hashes with the parameters of OWASP, another one each time', async () => {
  const [one, two] = await Promise.all([passwords.hash('a long enough one'), passwords.hash('a long enough one')]);

  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await passwords.matches(one, 'a long enough one')).toBe(true);
});

it.each([
  ['a space at its end', 'a long enough one '],
  ['another case', 'A long enough one'],
  ['another normal form', 'a long enough onè'],
])('tells apart %s', async (_difference, other) => {
  const hash = await passwords.hash(other.endsWith('è') ? 'a long enough one\u0300' : 'a long enough one');

  expect(await passwords.matches(hash, other)).toBe(false);
});

it('does not cut long passwords off', async () => {
  const hash = await passwords.hash(`${'x'.repeat(1000)}a`);

  expect(await passwords.matches(hash, `${'x'.repeat(1000)}b`)).toBe(false);
});

it('names the field of a password that the rules refuse', async () => {
  await expect(passwords.hash('short', 'newPassword')).rejects.toMatchObject({
    code: 'invalid-request',
    errors: [{ path: 'newPassword', message: 'must have at least 12 characters' }],
  });
});

it('works as hard where there is no account, and says no', async () => {
  const hash = await passwords.hash('a long enough one');
  const times = { known: Infinity, unknown: Infinity };
  for (let round = 0; round < 15; round += 1) {
    for (const [which, kept] of [['known', hash], ['unknown', undefined]] as const) {
      const began = performance.now();
      expect(await passwords.matches(kept, 'a wrong one')).toBe(false);
      times[which] = Math.min(times[which], performance.now() - began);
    }
  }

  // The quickest of each, in turns, on a machine that may be busy: without the work it would be a hundredth.
  expect(times.unknown).toBeGreaterThan(times.known / 4);
});
