import { runFaults } from './run-faults.js';

const seed = 7;

it(`keeps every promise through 20 faults (seed ${seed})`, async () => {
  const { violations, counts } = await runFaults({ seed, faults: 20 });
  expect(violations).toEqual([]);
  // It has seen enough to have found something.
  expect(counts).toMatchObject({ faults: 20 });
  for (const many of ['requests admitted', 'handshakes admitted', 'packets delivered', 'refusals', 'ends answered', 'ends confirmed'] as const) expect(counts[many]).toBeGreaterThan(10);
  process.stdout.write(`  ${JSON.stringify(counts)}\n`);
}, 300_000);
