import { createPool } from './pool.js';

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

it('runs at most as many at once as it may, and the others in the order they came', async () => {
  const pool = createPool({ atOnce: 2, waiting: 10 });
  const gates = [gate(), gate(), gate(), gate()];
  const started: number[] = [];
  const done = gates.map(({ opened }, each) => pool(() => (started.push(each), opened)));

  await Promise.resolve();
  expect(started).toEqual([0, 1]);

  gates[1]?.open();
  await done[1];
  expect(started).toEqual([0, 1, 2]);

  gates.forEach(({ open }) => open());
  await Promise.all(done);
  expect(started).toEqual([0, 1, 2, 3]);
});

it('refuses with a time to wait once too many wait, and works again when they are done', async () => {
  const pool = createPool({ atOnce: 1, waiting: 1 });
  const first = gate();
  const running = pool(() => first.opened);
  const waiting = pool(() => Promise.resolve('waited'));

  await expect(pool(() => Promise.resolve())).rejects.toMatchObject({ code: 'too-many-requests', status: 429, retryAfterSeconds: 2 });

  first.open();
  await running;
  expect(await waiting).toBe('waited');
  expect(await pool(() => Promise.resolve('again'))).toBe('again');
});

it('gives the place on when the work fails', async () => {
  const pool = createPool({ atOnce: 1, waiting: 1 });

  await expect(pool(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await pool(() => Promise.resolve('next'))).toBe('next');
});
