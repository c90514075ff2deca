import { violationsIn } from './checker.js';
import type { Admitted, Asked, Entry, Fault, Refused } from './history.js';

// Histories made by hand: what is wrong must be found, and nothing else.
const bounds = { leaseMs: 3_000, logMs: 1_400 };
const session = 'phone';
const admitted = (from: number, more: Partial<Admitted> = {}): Admitted => ({ kind: 'admitted', session, consumer: 'gateway-1', via: 'request', from, to: from + 5, ...more });
const refused = (from: number, consumer = 'gateway-1'): Refused => ({ kind: 'refused', session, consumer, from, to: from + 5 });
const ended = (asked: number, answered: number | null): Asked => ({ kind: 'asked-to-end', session, by: 'user', asked, answered });
const fault = (from: number, to: number, log = ['gateway-1']): Fault => ({ kind: 'fault', name: 'stall', log, from, to });
const failover = (from: number, at: number, to: number): Entry => ({ kind: 'failover', from, at, to });
const confirmed = (at: number): Entry => ({ kind: 'confirmed', session, at });
const rules = (...history: readonly Entry[]): readonly string[] => violationsIn(history, bounds).map(({ rule }) => rule);

describe('the checker accuses', () => {
  it.each<[string, string, readonly Entry[]]>([
    ['who admits later than a lease, whatever the fault', 'late', [ended(0, 10), fault(0, 9_000), admitted(3_011)]],
    ['a packet that tells of what was committed a lease after the end', 'late', [ended(0, 10), fault(0, 9_000), admitted(3_011, { via: 'packet', to: 9_000 })]],
    ['who admits later than a poll while the log reached it', 'late', [ended(0, 10), admitted(1_411)]],
    ['who admits later than a poll, though another was cut off', 'late', [ended(0, 10), fault(0, 9_000, ['api-1']), admitted(1_411)]],
    ['who admits later than a poll, when a fault was over for a lease before', 'late', [fault(0, 100), ended(3_200, 3_210), admitted(4_700)]],
    ['the second of two who were asked: the first end counts', 'late', [ended(0, 10), ended(2_000, 2_010), admitted(3_011)]],
    ['who admits after a receipt, at once', 'contradicted', [ended(0, 10), confirmed(10), admitted(11)]],
    ['who admits what it had refused', 'revived', [ended(0, 10), refused(20), admitted(26)]],
    ['who ends what nobody ended', 'lost', [admitted(0), refused(10)]],
    ['who ends before anybody asked', 'lost', [refused(10), ended(16, 20)]],
  ])('%s', (_, rule, history) => {
    expect(rules(...history)).toEqual([rule]);
  });

  it.each<[string, string, readonly Entry[]]>([
    ['who admits after a failover what was ended before the standby fell behind', 'late', [ended(0, 10), failover(20, 500, 600), admitted(3_700)]],
    ['who admits between the end that is lost and the failover', 'late', [ended(0, 10), failover(5, 9_000, 9_100), admitted(3_011)]],
    ['who admits what was ended once more after the failover', 'late', [ended(0, 10), failover(5, 500, 600), ended(900, 1_000), admitted(2_500)]],
    ['who ends what was opened before the standby fell behind', 'lost', [{ kind: 'opened', session, user: 'ada', at: 0 }, failover(5, 500, 600), refused(700)]],
  ])('%s', (_, rule, history) => {
    expect(rules(...history)).toEqual([rule]);
  });

  it('each session by itself, with the entries that show it', () => {
    const other = { ...admitted(5_000), session: 'laptop' };
    const [violation, ...more] = violationsIn([ended(0, 10), admitted(3_500), other], bounds);
    expect(more).toEqual([]);
    expect(violation).toMatchObject({ session, evidence: [{ kind: 'asked-to-end' }, { kind: 'admitted' }] });
  });
});

describe('the checker does not accuse', () => {
  it.each<[string, readonly Entry[]]>([
    ['who was cut off, within a lease', [ended(0, 10), fault(5, 2_000), admitted(3_009)]],
    ['who comes back from a fault, within a lease', [fault(0, 100), ended(200, 210), admitted(3_200)]],
    ['who answers late what was asked in time', [ended(0, 10), admitted(1_000, { to: 9_000 })]],
    ['who admits what somebody wanted to end and nobody answered', [ended(0, null), admitted(9_000)]],
    ['who refuses what somebody wanted to end and nobody answered', [ended(0, null), refused(5)]],
    ['who admits before the receipt has come', [ended(0, 10), confirmed(10), admitted(9)]],
    ['another than the one that refused', [ended(0, 10), refused(20), admitted(26, { consumer: 'api-1' })]],
    ['who refuses while the answer to the end is under way', [ended(0, 100), refused(50)]],
    ['a machine that stood still', [ended(0, 10), { kind: 'stall', from: 100, to: 600 }, admitted(1_700)]],
    ['the living', [{ kind: 'opened', session, user: 'ada', at: 0 }, admitted(0), admitted(90_000)]],
    ['who admits what was ended while the standby was behind', [ended(90, 100), refused(200), confirmed(300), failover(50, 500, 600), admitted(9_000)]],
    ['who admits after a failover what nobody had answered', [ended(90, null), refused(200), failover(50, 500, 600), admitted(9_000)]],
    ['who does not know what was opened while the standby was behind', [{ kind: 'opened', session, user: 'ada', at: 100 }, failover(50, 500, 600), refused(700)]],
  ])('%s', (_, history) => {
    expect(rules(...history)).toEqual([]);
  });
});
