import { Together } from './together.js';

/** What was passed on, and a wait for the next of it. */
function passing() {
  const passed: (readonly number[])[] = [];
  let next: () => void = () => undefined;
  const together = new Together<number>((all) => {
    passed.push(all);
    next();
  }, 5);
  return { together, passed, more: () => new Promise<void>((resolve) => (next = resolve)) };
}

it('passes on at once what comes alone', () => {
  const { together, passed } = passing();
  together.add([1, 2]);
  expect(passed).toEqual([[1, 2]]);
});

it('passes on together what comes close upon it, and nothing when nothing came', async () => {
  const { together, passed, more } = passing();
  together.add([1]);
  const later = more();
  together.add([2]);
  together.add([3, 4]);
  expect(passed).toEqual([[1]]);
  await later;
  expect(passed).toEqual([[1], [2, 3, 4]]);
});

it('passes on what waits when it is told to', () => {
  const { together, passed } = passing();
  together.add([1]);
  together.add([2]);
  together.passOn();
  together.passOn();
  expect(passed).toEqual([[1], [2]]);
});
