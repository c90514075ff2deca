import { nextSlice, Turns } from './turns.js';

it('does everything in order, in later turns, and lets other work in between', async () => {
  const turns = new Turns(() => undefined);
  const done: number[] = [];
  for (let index = 0; index < 1000; index += 1) turns.add(() => void done.push(index));
  expect(done).toEqual([]);

  let turnsOfOthers = 0;
  const other = (): void => {
    if (turns.idle) return;
    turnsOfOthers += 1;
    setImmediate(other);
  };
  setImmediate(other);
  await turns.settled();

  expect(done).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(turnsOfOthers).toBeGreaterThan(0);
  expect(turns.idle).toBe(true);
});

it('does what is little at once, but for no more than so many in a turn, and nothing before what waits', async () => {
  const failures: unknown[] = [];
  const turns = new Turns((error) => failures.push(error));
  const done: number[] = [];
  const note = (number: number): void => void done.push(number);
  turns.soon([1, 2], note);
  turns.soon([3], () => {
    throw new Error('three');
  });
  expect([done, failures]).toEqual([[1, 2], [new Error('three')]]);

  const many = Array.from({ length: 48 }, (_, index) => index + 4);
  turns.soon(many, note);
  turns.soon([52], note);
  expect(done).toEqual([1, 2]);

  await turns.settled();
  expect(done).toEqual([1, 2, ...many, 52]);
  turns.soon(many, note);
  expect(done.slice(-48)).toEqual(many);
});

it('gives up a turn after some milliseconds, however little was done', async () => {
  const turns = new Turns(() => undefined);
  const slow = (): void => {
    const until = performance.now() + 20;
    while (performance.now() < until);
  };
  let inOneTurn = 0;
  let most = 0;
  for (let index = 0; index < 5; index += 1) {
    turns.add(() => {
      inOneTurn += 1;
      most = Math.max(most, inOneTurn);
      setImmediate(() => (inOneTurn = 0));
      slow();
    });
  }
  await turns.settled();
  expect(most).toBe(1);
});

it('reports what throws, and goes on', async () => {
  const failures: unknown[] = [];
  const turns = new Turns((error) => failures.push(error));
  const done: string[] = [];
  turns.add(() => {
    throw new Error('one');
  });
  turns.add(() => void done.push('two'));
  await turns.settled();
  expect([failures, done]).toEqual([[new Error('one')], ['two']]);
});

it.each([
  [8, 40, 4],
  [1, 40, 1],
  [4, 10, 5],
  [8, 10, 8],
])('makes a slice of %d ms after a turn of %d ms one of %d ms', (slice, turn, next) => {
  expect(nextSlice(slice, turn)).toBe(next);
});

it('drops what waits when it is cleared, and takes new work after that', async () => {
  const turns = new Turns(() => undefined);
  const done: string[] = [];
  turns.add(() => void done.push('old'));
  turns.clear();
  turns.add(() => void done.push('new'));
  await turns.settled();
  expect(done).toEqual(['new']);
});

it('does in one turn, in a hurry, what it would spread otherwise', async () => {
  const turns = new Turns(() => undefined);
  const done: number[] = [];
  turns.hurry();
  for (let index = 0; index < 1000; index += 1) turns.add(() => void done.push(index));
  await new Promise(setImmediate);
  expect(done).toHaveLength(1000);
});

it('takes one of many at a time, when its turn comes, and goes on after one that fails', async () => {
  const failures: unknown[] = [];
  const turns = new Turns((error) => failures.push(error));
  const [made, done]: [number[], number[]] = [[], []];
  function* many(): Iterable<number> {
    for (let each = 0; each < 1000; each += 1) yield (made.push(each), each);
  }
  turns.each(many(), (each) => {
    if (each === 1) throw new Error('one');
    done.push(each);
  });
  turns.add(() => void done.push(-1));
  expect(made).toEqual([]);
  await new Promise(setImmediate);
  expect(made.length).toBeLessThan(1000);
  await turns.settled();
  expect([done.length, done.at(-1), failures.length]).toEqual([1000, -1, 1]);
});
