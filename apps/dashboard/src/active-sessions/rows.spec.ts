import { isOfKind, matches, nameOf, rowsOf } from './rows.js';
import { sessionOf } from './sessions.fixture.js';

const none = new Map();
const on = (n: number, device: string | null, over = {}) => {
  const session = sessionOf(n, over);
  return { ...session, device: { ...session.device, id: device } };
};

describe('rows', () => {
  it('groups by the device id, in the place of the first, and nothing without one', () => {
    const rows = rowsOf([on(1, null), on(2, 'a'), on(3, null), on(4, 'a')], none);
    expect(rows.map((row) => row.sessions.length)).toEqual([1, 2, 1]);
  });

  it('lets the most alive speak for the device, and this session before all', () => {
    const [row] = rowsOf([on(1, 'a', { status: 'idle' }), on(2, 'a', { online: true }), on(3, 'a')], none);
    expect(row?.lead.device.name).toBe('Device 2');
    const [own] = rowsOf([on(1, 'a', { online: true }), on(2, 'a', { current: true })], none);
    expect(own).toMatchObject({ current: true, lead: { current: true } });
  });

  it('is ending only when all of its sessions are', () => {
    const [a, b] = [on(1, 'a'), on(2, 'a')];
    const row = (session: typeof a) => ({ session, ending: { phase: 'asking' } as const, order: [] });
    expect(rowsOf([a, b], new Map([[a.id, row(a)]]))[0]).toMatchObject({ ending: null, lead: { id: b.id } });
    expect(rowsOf([a, b], new Map([[a.id, row(a)], [b.id, row(b)]]))[0]?.ending).toEqual({ phase: 'asking' });
  });

  it('does not flag this device as new', () => {
    expect(rowsOf([sessionOf(1, { unfamiliar: true, current: true })], none)[0]?.unfamiliar).toBe(false);
    expect(rowsOf([sessionOf(1, { unfamiliar: true })], none)[0]?.unfamiliar).toBe(true);
  });
});

describe('search and filter', () => {
  const base = sessionOf(1, { location: { country: 'PT', region: null, city: 'Évora', latitude: null, longitude: null } });
  const [row] = rowsOf([{ ...base, device: { ...base.device, label: 'Office PC' } }], none);
  const country = (code: string): string => (code === 'PT' ? 'Portugal' : code);

  it.each([
    ['', true],
    ['office', true],
    ['evora', true],
    ['portugal', true],
    ['203.0.113', true],
    ['lisbon', false],
  ])('finds %j: %s', (text, found) => {
    expect(row !== undefined && matches(row, text, country)).toBe(found);
  });

  it('tells online from idle, and keeps what is ending', () => {
    const [idle] = rowsOf([sessionOf(1, { status: 'idle' })], none);
    if (idle === undefined) throw new Error('a session is a row');
    expect([isOfKind(idle, 'all'), isOfKind(idle, 'online'), isOfKind(idle, 'idle')]).toEqual([true, false, true]);
    expect(isOfKind({ ...idle, ending: { phase: 'failed' } }, 'online')).toBe(true);
  });

  it('calls a device by its own name first', () => {
    expect(nameOf(base)).toBe('Device 1');
    expect(row === undefined ? null : nameOf(row.lead)).toBe('Office PC');
  });
});
