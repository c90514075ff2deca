import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import startServers, { stopServers } from '../support/servers.js';
import { curfew, type Curfew } from '../support/curfew.js';
import { measureSockets } from './many-sockets.js';
import { measureLatency, type Weather } from './latency.js';
import { measureWholeUser } from './whole-user.js';
import { heading, type Row, rowOf } from './table.js';

const HELP = `node test/measure/run.js [--samples 200] [--only latency,user,sockets] [--weather healthy,events,killed,frozen] [--sizes 1,1000,100000] [--sockets 10000]
`;

const { values: asked } = parseArgs({
  options: {
    samples: { type: 'string', default: '200' },
    only: { type: 'string', default: 'latency,user,sockets' },
    weather: { type: 'string', default: 'healthy,events,killed,frozen' },
    sizes: { type: 'string', default: '1,1000,100000' },
    sockets: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  },
});

if (asked.help) process.stdout.write(HELP);
else await measure();

async function measure(): Promise<void> {
  await startServers();
  try {
    tell(`${cpus().length} processors, load ${load()}; 2 apis, 2 gateways, PostgreSQL and Redis on one machine, with what asks them. Times in ms.\n\n${heading}`);
    // Two apis and two gateways are the four consumers that a receipt counts. Polls and leases as they are by default.
    const fleet = await curfew({}, { apis: 2, workers: 0 });
    for (const part of asked.only.split(',')) for await (const row of parts(part, fleet)) tell(rowOf(row));
    tell(`\nload at the end ${load()}`);
  } finally {
    await end();
    await stopServers();
  }
}

async function* parts(part: string, fleet: Curfew): AsyncGenerator<Row> {
  if (part === 'latency') for (const weather of asked.weather.split(',')) yield* measureLatency(fleet, { weather: weather as Weather, samples: Number(asked.samples) });
  if (part === 'user') yield* measureWholeUser(fleet, asked.sizes.split(',').map(Number));
  if (part === 'sockets') yield* measureSockets(fleet, Number(asked.sockets));
}

/** What at-end.ts has gathered: jest runs it for the tests. */
async function end(): Promise<void> {
  const world = globalThis as { curfewEnds?: ((failed: boolean) => unknown)[] };
  for (let each = world.curfewEnds?.pop(); each; each = world.curfewEnds?.pop()) await each(false);
}

function load(): string {
  return loadavg().map((each) => each.toFixed(1)).join(' ');
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
