import { randomBytes } from 'node:crypto';

import { CurfewError } from '@curfew/contracts';

import { Cursors } from './cursors.js';

const cursors = new Cursors(randomBytes(32));
const cursor = cursors.encode('sessions', ['2026-11-24T10:00:00.000Z', 'id']);

describe('a cursor', () => {
  it('brings back where a page ended', () => {
    expect(cursors.decode('sessions', cursor)).toEqual(['2026-11-24T10:00:00.000Z', 'id']);
  });

  it.each([
    ['of another list', 'users', cursor],
    ['with one character changed', 'sessions', `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`],
    ['cut short', 'sessions', cursor.slice(0, 12)],
    ['with something behind it', 'sessions', `${cursor}AAAA`],
    ['of another installation', 'sessions', new Cursors(randomBytes(32)).encode('sessions', ['x', 'id'])],
    ['of text', 'sessions', 'not-a-cursor'],
  ])('%s is refused, by name', (_, list, given) => {
    expect(() => cursors.decode(list, given)).toThrow(CurfewError);
    expect(() => cursors.decode(list, given)).toThrow(expect.objectContaining({ status: 400, errors: [expect.objectContaining({ path: 'cursor' })] }));
  });
});
