import { joined } from './joined.js';

const held = () => {
  const reads: { readonly keys: readonly string[]; readonly answer: (found: ReadonlyMap<string, string>) => void; readonly fail: (error: Error) => void }[] = [];
  const ask = joined<string>((keys) => new Promise((answer, fail) => void reads.push({ keys, answer, fail })));
  return { ask, reads };
};
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

it('answers who asked in one turn by one read, and whoever asked for the same by the same', async () => {
  const { ask, reads } = held();
  const answers = Promise.all([ask('a'), ask('b'), ask('a')]);
  await turn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a', 'b']]);
  reads[0]?.answer(new Map([['a', '1']]));
  expect(await answers).toEqual(['1', undefined, '1']);
});

it('answers nobody by a read that was sent before they asked', async () => {
  const { ask, reads } = held();
  const first = ask('a');
  await turn();
  const second = ask('a');
  reads[0]?.answer(new Map([['a', 'old']]));
  expect(await first).toBe('old');
  await turn();
  expect(reads).toHaveLength(2);
  reads[1]?.answer(new Map([['a', 'new']]));
  expect(await second).toBe('new');
});

it('tells those whom a failed read was for, and goes on', async () => {
  const { ask, reads } = held();
  const first = ask('a');
  await turn();
  const second = ask('b');
  reads[0]?.fail(new Error('lost'));
  await expect(first).rejects.toThrow('lost');
  await turn();
  reads[1]?.answer(new Map([['b', '2']]));
  expect(await second).toBe('2');
});
