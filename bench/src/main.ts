import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chapters } from './chapters.js';
import type { Plan, Result } from './harness/findings.js';
import { compose, tableOf } from './harness/report.js';
import { writeResult } from './harness/results.js';
import { withServers } from './harness/servers.js';

const HELP = `npm run bench -- [--only ${Object.keys(chapters).join(',')}] [--rounds 5] [--full] [--smoke] [--report]
  Measures each chapter, writes bench/results/<chapter>.json, and composes docs/benchmarks.md from whatever results there are.
  About a quarter of an hour on 2 processors, with --full an hour or two. --smoke: one round of as little as can be, to see that it works; writes nothing. --report: composes only.
`;

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(chapters).join(',') },
    rounds: { type: 'string', default: '5' },
    full: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (asked.help) process.stdout.write(HELP);
else await bench();

async function bench(): Promise<void> {
  const names = asked.report ? [] : asked.only.split(',');
  const unknown = names.filter((name) => !(name in chapters));
  if (unknown.length > 0) throw new Error(`no chapter of that name: ${unknown.join()}. There are ${Object.keys(chapters).join(', ')}`);
  const plan: Plan = { rounds: asked.smoke ? 1 : Math.max(5, Number(asked.rounds)), full: asked.full, smoke: asked.smoke, tell };
  const failed: string[] = [];
  for (const name of names) await chapter(name, plan).catch((error: unknown) => {
    failed.push(name);
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  });
  if (!asked.smoke) for (const file of await compose(Object.keys(chapters))) tell(`wrote ${file}`);
  if (failed.length > 0) throw new Error(`not measured: ${failed.join(', ')}`);
}

/** Each has servers of its own: what one leaves behind does not weigh on the next. */
async function chapter(name: string, plan: Plan): Promise<void> {
  const load = chapters[name];
  if (load === undefined) return;
  const { title, measure } = await load();
  tell(`${title}, ${plan.rounds} rounds${plan.full ? ', full' : ''}`);
  const [began, before] = [performance.now(), loadavg()];
  const findings = await withServers(() => measure(plan));
  const seconds = Math.round((performance.now() - began) / 1000);
  const result: Result = {
    chapter: name, title, date: new Date().toISOString(), commit: commit(), full: plan.full, rounds: plan.rounds, seconds,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node.js ${process.version}`,
    load: { before, after: loadavg() }, ...findings,
  };
  if (!plan.smoke) tell(`wrote ${await writeResult(result)} after ${seconds} s`);
  else tell([...findings.tables.map(tableOf), ...findings.goals.map(({ goal, measured }) => `${goal}: ${measured}`)].join('\n'));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
