import type { Revocation } from '@curfew/contracts';

import { later } from './progress.js';
import { leftMs } from './progress-words.js';

const running: Revocation = {
  id: '0199a000-0000-7000-8000-000000000001',
  status: 'running',
  filter: {},
  reason: 'Stolen laptop',
  matched: 12_000,
  revoked: 3000,
  socketsClosed: 10,
  sparedSessionId: null,
  createdBy: { id: '0199a000-0000-7000-8000-000000000002', email: 'root@example.com', name: null },
  createdAt: '2026-11-24T10:00:00.000Z',
  startedAt: '2026-11-24T10:00:01.000Z',
  finishedAt: null,
  receipt: null,
};

describe('the progress of a bulk revocation', () => {
  it('never goes back, whichever answer comes last', () => {
    const further = { ...running, revoked: 5000 };
    const over: Revocation = { ...running, status: 'cancelled', revoked: 4000 };
    expect(later(running, further)).toBe(further);
    expect(later(further, running)).toBe(further);
    expect(later(over, further)).toBe(over);
    expect(later(further, over)).toBe(over);
  });

  it('says how long the rest takes at the speed so far, and nothing before there is one', () => {
    expect(leftMs(running, Date.parse('2026-11-24T10:00:04.000Z'))).toBe(9000);
    expect(leftMs({ ...running, startedAt: null }, Date.now())).toBeNull();
    expect(leftMs({ ...running, revoked: 0 }, Date.now())).toBeNull();
  });
});
