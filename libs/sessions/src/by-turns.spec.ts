import { ByTurns } from './by-turns.js';

const task = () => {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish };
};

describe('turns', () => {
  it('come one after the other for one key, in order, and at once for others; a failure holds up nobody', async () => {
    const turns = new ByTurns();
    const told: string[] = [];
    const slow = task();
    const first = turns.run('ada', () => slow.done.then(() => told.push('first')));
    const second = turns.run('ada', () => Promise.reject(new Error('second')));
    const third = turns.run('ada', () => Promise.resolve(told.push('third')));
    await turns.run('bob', () => Promise.resolve(told.push('bob')));
    expect(told).toEqual(['bob']);
    slow.finish();
    await first;
    await expect(second).rejects.toThrow('second');
    await third;
    expect(told).toEqual(['bob', 'first', 'third']);
  });

  it('are refused to those who come when too many wait, and given again afterwards', async () => {
    const turns = new ByTurns(1);
    const slow = task();
    const [first, second] = [turns.run('ada', () => slow.done), turns.run('ada', () => Promise.resolve())];
    await expect(turns.run('ada', () => Promise.resolve())).rejects.toMatchObject({ code: 'too-many-requests' });
    slow.finish();
    await Promise.all([first, second]);
    await expect(turns.run('ada', () => Promise.resolve('again'))).resolves.toBe('again');
  });
});
