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
  const median = async (work: () => Promise<boolean>): Promise<number> => {
    const times = [];
    for (let round = 0; round < 15; round += 1) {
      const began = performance.now();
      expect(await work()).toBe(false);
      times.push(performance.now() - began);
    }
    return times.toSorted((a, b) => a - b)[7] ?? 0;
  };

  const known = await median(() => passwords.matches(hash, 'a wrong one'));
  const unknown = await median(() => passwords.matches(undefined, 'a wrong one'));

  // A wide berth for a busy machine: without the work it would be a hundredth.
  expect(unknown).toBeGreaterThan(known / 2);
  expect(unknown).toBeLessThan(known * 2);
});
