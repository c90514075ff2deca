import { formatIdentity, identityOf, isAlive, parseIdentity, startInStat } from './process-identity.js';

const stat = (name: string, state: string): string => `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 9 8 7 6 5 4 3 2 20 0 1 0 987654 1000 10 18446744073709551615`;

describe('the identity of a process', () => {
  it.each([
    ['node', 'S', '987654'],
    ['a) R 1 (b', 'R', '987654'],
    ['node', 'Z', undefined],
    ['node', 'X', undefined],
  ])('takes the start of (%s) in state %s from its stat', (name, state, start) => {
    expect(startInStat(stat(name, state))).toBe(start);
  });

  it.each([
    ['12 987@boot\nrest\n', { pid: 12, started: '987@boot' }],
    ['12 Tue Nov 24 21:00:00 2026\n', { pid: 12, started: 'Tue Nov 24 21:00:00 2026' }],
    ['', undefined],
    ['12', undefined],
    ['twelve 987\n', undefined],
  ])('reads %j', (text, identity) => {
    expect(parseIdentity(text)).toEqual(identity);
  });

  it('reads what it wrote', () => {
    const identity = { pid: 7, started: '1@2' };

    expect(parseIdentity(formatIdentity(identity))).toEqual(identity);
  });

  it('knows this process, and not another one that has its pid', async () => {
    const me = await identityOf(process.pid);

    expect(me).toBeDefined();
    expect(await isAlive({ pid: process.pid, started: me?.started ?? '' })).toBe(true);
    expect(await isAlive({ pid: process.pid, started: 'once' })).toBe(false);
  });

  it('sees nobody under a pid that is not used', async () => {
    expect(await identityOf(2 ** 22 + 1)).toBeUndefined();
  });
});
