import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import startServers, { stopServers } from '../support/servers.js';
import { curfew, type Curfew } from '../support/curfew.js';
import { measureSockets } from './many-sockets.js';
import { measureAdministration } from './administration/administration.js';
import { measureChecks } from './guard-check.js';
import { measureGuards } from './guards.js';
import { measureLatency, type Weather } from './latency.js';
import { measureWholeUser } from './whole-user.js';
import { heading, type Row, rowOf } from './table.js';

const HELP = `node test/measure/run.js [--samples 200] [--only latency,user,sockets] [--weather healthy,events,killed,frozen] [--sizes 1,1000,100000] [--sockets 10000]
  --only guards [--guards 1,20,200]: how long until each guard refuses and closes · --only checks [--memory 100000,1000000]: what one check takes, and one session weighs (node --expose-gc)
  --only administration [--parts pages,files,ending,watching] [--crowds 10000,100000,1000000]: what administrators do; pages by how many sessions there are
`;

const { values: asked } = parseArgs({
  options: {
    samples: { type: 'string', default: '200' },
    only: { type: 'string', default: 'latency,user,sockets' },
    weather: { type: 'string', default: 'healthy,events,killed,frozen' },
    sizes: { type: 'string', default: '1,1000,100000' },
    sockets: { type: 'string', default: '10000' },
    guards: { type: 'string', default: '1,20,200' },
    memory: { type: 'string', default: '100000,1000000' },
    parts: { type: 'string', default: 'pages,files,ending,watching' },
    crowds: { type: 'string', default: '10000,100000,1000000' },
    help: { type: 'boolean', default: false },
  },
});

if (asked.help) process.stdout.write(HELP);
else if (asked.only === 'checks') for await (const line of measureChecks(asked.memory.split(',').map(Number))) tell(line);
else await measure();

async function measure(): Promise<void> {
  await startServers();
  try {
    tell(`${cpus().length} processors, load ${load()}; 2 apis, 2 gateways, PostgreSQL and Redis on one machine, with what asks them. Times in ms.\n\n${heading}`);
    // Two apis and two gateways are the four consumers that a receipt counts. Polls and leases as they are by default.
    if (asked.only === 'administration') {
      for await (const row of measureAdministration(asked.parts.split(','), asked.crowds.split(',').map(Number))) tell(rowOf(row));
      return;
    }
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
  if (part === 'guards') yield* measureGuards(fleet, { counts: asked.guards.split(',').map(Number), samples: Math.min(30, Number(asked.samples)) });
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
