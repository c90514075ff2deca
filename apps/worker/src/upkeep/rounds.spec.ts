import { rounds } from './rounds.js';

const left = (...counts: readonly number[]) => {
  const steps = [...counts];
  return (): Promise<number> => Promise.resolve(steps.shift() ?? 0);
};
const nothing = left();
const sessions = { sweepExpired: nothing, fillHistory: nothing, makePartitions: nothing, forgetLapsed: nothing };
const audit = { extend: nothing, confirm: nothing, trim: nothing };
const upkept = { sessions, audit, policies: { apply: nothing }, rules: { idleTimeoutMs: 3_600_000 }, retentionMs: 86_400_000 };

describe('the rounds of upkeep', () => {
  it('go on until nothing is left', async () => {
    const [expiry] = rounds({ ...upkept, sessions: { ...sessions, sweepExpired: left(1_000, 1_000, 3) } });
    expect(await expiry?.work(new AbortController().signal)).toBe(2_003);
  });

  it('stop between two statements when the worker stops', async () => {
    const stopping = new AbortController();
    const endless = (): Promise<number> => {
      stopping.abort();
      return Promise.resolve(1);
    };
    const [expiry] = rounds({ ...upkept, sessions: { ...sessions, sweepExpired: endless } });
    expect(await expiry?.work(stopping.signal)).toBe(1);
  });

  it.each([
    ['14 days', 14 * 86_400_000, 10_000],
    ['50 seconds', 50_000, 5_000],
    ['2 seconds', 2_000, 1_000],
  ])('look for sessions whose time ran out often enough, with an idle timeout of %s', (_, idleTimeoutMs, everyMs) => {
    expect(rounds({ ...upkept, rules: { idleTimeoutMs } })[0]).toMatchObject({ name: 'expiry', everyMs });
  });

  it('are each of a name of its own', () => {
    expect(rounds(upkept).map(({ name }) => name)).toEqual(['expiry', 'history', 'partitions', 'lapsed', 'audit', 'policies', 'retention']);
  });
});
