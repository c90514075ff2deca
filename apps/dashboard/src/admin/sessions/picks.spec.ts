import type { AdminSession, Ended, Session } from '@curfew/contracts';

import { Endings } from '../../active-sessions/endings.js';
import { ada, sessionOf } from '../../active-sessions/sessions.fixture.js';
import { CallError } from '../../problem.js';
import { mostPicked, nothingPicked, pressed, type Picked } from './picked.js';
import { isDone, outcomeOf, Picks } from './picks.js';

const row = (n: number): AdminSession => ({ ...sessionOf(n), user: { id: ada, email: 'ada@example.com', name: null } });
const rows = Array.from({ length: 60 }, (_, n) => row(n + 1));
const idOf = (n: number): string => row(n).id;
const press = (before: Picked, n: number, { on = true, range = false } = {}): Picked => pressed(before, { id: idOf(n), on, range, rows });
const numbers = ({ sessions }: Picked): readonly number[] => [...sessions.keys()].map((id) => rows.findIndex((each) => each.id === id) + 1);

describe('the ticks of a list', () => {
  it.each([
    ['one', press(nothingPicked, 4), [4]],
    ['one and another', press(press(nothingPicked, 4), 2), [4, 2]],
    ['all down to the one that is pressed with Shift', press(press(nothingPicked, 2), 5, { range: true }), [2, 3, 4, 5]],
    ['all up to it', press(press(nothingPicked, 5), 3, { range: true }), [5, 4, 3]],
    ['only the one where none was pressed before', press(nothingPicked, 3, { range: true }), [3]],
    ['not those whose ticks are taken away together', press(press(press(nothingPicked, 1), 6, { range: true }), 3, { on: false, range: true }), [1, 2]],
  ])('are of %s', (_, picked, expected) => {
    expect(numbers(picked)).toEqual(expected);
  });

  it('are at most fifty, the nearest to where the range begins, and say so', () => {
    const picked = press(press(nothingPicked, 60), 1, { range: true });
    expect(numbers(picked)).toEqual(Array.from({ length: mostPicked }, (_, n) => 60 - n));
    expect(picked.full).toBe(true);
    expect(press(picked, 60, { on: false }).full).toBe(false);
  });
});

describe('the end of what is ticked', () => {
  const ended = (id: string, confirmed = true): Ended => ({
    session: { ...(rows.find((each) => each.id === id) as Session), status: 'revoked', endedAt: new Date(1_000_000).toISOString() },
    receipt: { position: '1', confirmed, consumers: { acknowledged: confirmed ? 3 : 2, live: 3 }, socketsClosed: 2, elapsedMs: 9 },
  });
  const ticking = (end: (id: string) => Promise<Ended>): { readonly picks: Picks; readonly endings: Endings } => {
    const endings = new Endings({ end, now: () => 1_000_000, order: () => [] });
    return { endings, picks: new Picks(endings, end) };
  };
  const all = (picks: Picks, to: number): readonly AdminSession[] => {
    picks.press({ id: idOf(1), on: true, range: false, rows });
    return [...picks.press({ id: idOf(to), on: true, range: true, rows }).sessions.values()];
  };

  it('is asked for a few at a time, each once, and adds up to one receipt', async () => {
    let under = 0;
    let most = 0;
    const asked: string[] = [];
    const { picks } = ticking(async (id) => {
      asked.push(id);
      most = Math.max(most, (under += 1));
      await Promise.resolve();
      under -= 1;
      return ended(id);
    });
    await picks.end(all(picks, 12), undefined);
    const { picked, run } = picks.state();
    expect(asked).toEqual(rows.slice(0, 12).map(({ id }) => id));
    expect(most).toBe(4);
    expect(picked.sessions.size).toBe(0);
    expect(run !== null && isDone(run) && outcomeOf(run)).toMatchObject({ over: 12, failed: 0, ending: { phase: 'confirmed', receipt: { socketsClosed: 24 } } });
  });

  it('leaves ticked what may still be signed in, and is whole when that is asked for again', async () => {
    let broken = true;
    const { picks } = ticking(async (id) => {
      if (broken && id === idOf(2)) throw new CallError('unavailable', 503);
      return ended(id);
    });
    await picks.end(all(picks, 3), undefined);
    const first = picks.state();
    expect(numbers(first.picked)).toEqual([2]);
    expect(first.run !== null && outcomeOf(first.run)).toMatchObject({ over: 2, failed: 1 });
    broken = false;
    await picks.end([row(2)], undefined);
    const { picked, run } = picks.state();
    expect(picked.sessions.size).toBe(0);
    expect(run !== null && outcomeOf(run)).toMatchObject({ over: 1, failed: 0 });
  });

  it('is not proved while a server has not confirmed one of them, and is once it has', async () => {
    let confirms = false;
    const { picks } = ticking(async (id) => ended(id, confirms || id !== idOf(2)));
    await picks.end(all(picks, 2), undefined);
    const phase = (): string | undefined => {
      const { run } = picks.state();
      return run === null ? undefined : outcomeOf(run).ending?.phase;
    };
    expect(phase()).toBe('unconfirmed');
    confirms = true;
    await new Promise<void>((resolve) => {
      picks.subscribe(() => phase() === 'confirmed' && resolve());
    });
  });

  it('begins without those that something else has ended meanwhile', () => {
    const { picks, endings } = ticking(async (id) => ended(id));
    all(picks, 3);
    endings.endedElsewhere(row(2));
    expect(numbers(picks.state().picked)).toEqual([1, 3]);
    picks.drop([idOf(1)]);
    expect(numbers(picks.state().picked)).toEqual([3]);
  });

  it('keeps the ticks in another order, and none in another filter', () => {
    const { picks } = ticking(async (id) => ended(id));
    picks.keepTo('{"ip":"203.0.113.0/24"}');
    all(picks, 3);
    picks.keepTo('{"ip":"203.0.113.0/24"}');
    expect(picks.isUsed()).toBe(true);
    picks.keepTo('{}');
    expect(picks.isUsed()).toBe(false);
  });
});
