import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { atEnd } from '../../support/at-end.js';
import { curfew, newEmail } from '../../support/curfew.js';
import { postgresOfOwn, type OwnPostgres } from '../../support/postgres.js';
import { Random } from '../random.js';
import { copiedTree } from '../tree.js';
import { Crowd, type Seen } from './crowd.js';
import { unexplained } from './logs.js';
import { isFlat, slopeOf } from './slopes.js';

export interface SoakOptions {
  readonly minutes: number;
  readonly sockets: number;
  readonly perSecond: number;
  readonly tell: (line: string) => void;
}

/**
 * So many sockets, so many revocations a second, for so long; then what each process held, over time. True when all is flat, nothing went wrong and no log has anything unexplained.
 * What is remembered of what happened is bounded: 100,000 to 200,000 ids in each follower, the acknowledgements of 20,000 events, how many sockets 100,000 sessions have, from where 10,000 are used now.
 * Half an hour would show little but how that fills, so this build remembers a hundredth of it, of acknowledgements a fortieth; nothing else is changed.
 */
export async function soak({ minutes, sockets, perSecond, tell }: SoakOptions): Promise<boolean> {
  const root = await copiedTree([
    { file: 'libs/follower/dist/state.js', from: 'REMEMBERED = 100_000', to: 'REMEMBERED = 1_000' },
    { file: 'libs/sessions/dist/receipts.js', from: 'remembered = 20_000', to: 'remembered = 500' },
    { file: 'libs/sessions/dist/create-sessions.js', from: 'new Recent(100_000)', to: 'new Recent(1_000)' },
    { file: 'libs/sessions/dist/place/whereabouts.js', from: 'new Recent(longestQueue)', to: 'new Recent(100)' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'curfew-probes-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const administrator = { email: newEmail('root'), password: 'correct horse battery staple' };
  const database = await postgresOfOwn({ settings: { fsync: 'off', full_page_writes: 'off' } });
  await leaveHistory(database, minutes * 60 * perSecond);
  const place = await curfew(environment(folder, minutes, administrator), { apis: 2, database, root });
  const crowd = new Crowd(place, new Random(1), administrator);
  await crowd.gather(sockets);
  tell(`${crowd.size} sockets are open; load ${load()}`);
  const since = Date.now();
  await live(crowd, { minutes, sockets, perSecond, tell });
  const until = Date.now();
  const [old] = await place.database.query<{ count: number }>(`select count(*)::int as count from sessions where user_agent = 'history'`);
  crowd.leave();
  report(crowd.seen, (until - since) / 1000, tell);
  tell(`of ${minutes * 60 * perSecond} sessions that came of age meanwhile, retention has left ${old?.count}; load ${load()}`);
  const flat = slopes(await samplesIn(folder), { since, until }, tell);
  const found = unexplained([...place.apis, ...place.gateways, ...place.workers].flatMap(({ log }) => log), EXPLAINED);
  for (const [what, times] of found) tell(`UNEXPLAINED ${times} times in a log: ${what}`);
  return flat && found.size === 0 && crowd.seen.wrong.size === 0;
}

/** What this set-up itself brings about. */
const EXPLAINED = ['RATE_LIMIT is off', 'the dashboard is not built'];

const environment = (folder: string, minutes: number, { email, password }: { readonly email: string; readonly password: string }): Readonly<Record<string, string>> => ({
  ADMIN_EMAIL: email,
  ADMIN_PASSWORD: password,
  CANARY_INTERVAL: '10s',
  // The machine may be busy with other work: whether leases hold then is not what is asked here.
  LEASE: '2m',
  RETENTION: '1d',
  CURFEW_PROBE: folder,
  CURFEW_PROBE_EVERY: String(minutes * 1_500),
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'probe.js')).href}`,
});

/** Sessions that ended a day ago, as many as end during the run: the worker deletes them as they come of age. */
async function leaveHistory({ query }: OwnPostgres, count: number): Promise<void> {
  await query(
    `with u as (insert into users (id, email, name) values (uuid_v7(), 'history@example.com', 'history') returning id)
     insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, user_agent, created_at, last_active_at, expires_at, absolute_expires_at, ended_at, end_reason, ended_by)
     select uuid_v7(), u.id, sha256(n::text::bytea), 0, 0, 'password', 'desktop', 'Firefox on Ubuntu', '127.0.0.1', 'history', now() - interval '2 days', at, at + interval '1 day', at + interval '1 day', at, 'signed-out', '{"type":"system","id":null}'
       from u, (select n, now() - interval '1 day' + n * interval '20 milliseconds' as at from generate_series(1, $1) n) old`,
    [count],
  );
}

/** Begins each revocation when it is due, but for more than so many under way: a machine that is too slow does fewer. */
const AT_ONCE = 30;

async function live(crowd: Crowd, { minutes, sockets, perSecond, tell }: SoakOptions): Promise<void> {
  const since = performance.now();
  const elapsed = (): number => (performance.now() - since) / 1000;
  const busy = new Set<Promise<void>>();
  const begin = (work: Promise<void>): void => {
    const done = work.catch((error: unknown) => crowd.note(String(error))).finally(() => busy.delete(done));
    busy.add(done);
  };
  let [begun, seconds] = [0, 0];
  while (elapsed() < minutes * 60) {
    for (; begun < elapsed() * perSecond; begun += 1) {
      if (busy.size < AT_ONCE) begin(crowd.replaceOne());
    }
    for (; seconds < elapsed(); seconds += 1) {
      // Whoever a stall of the machine has thrown out, and who did not find back, is replaced.
      for (let missing = sockets - crowd.size - busy.size; missing > 0 && busy.size < AT_ONCE; missing -= 1) begin(crowd.welcome());
      if (busy.size < AT_ONCE) [...Array.from({ length: 10 }, () => crowd.askOne()), crowd.reconnectOne()].forEach(begin);
      if (seconds % 60 === 0) tell(`${String(seconds / 60).padStart(4)} min: ${crowd.seen.ended} ended, ${crowd.size} sockets, ${busy.size} under way, load ${load()}`);
    }
    await pause(10);
  }
  await Promise.all(busy);
}

function report({ took, wrong, ...counts }: Seen, seconds: number, tell: (line: string) => void): void {
  for (const [what, count] of Object.entries(counts)) tell(`${String(count).padStart(8)}  ${what}`);
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number): string => `${sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]?.toFixed(0)} ms`;
  tell(`${(counts.ended / seconds).toFixed(1)} ends a second; from the request until the socket was closed: p50 ${at(0.5)}, p99 ${at(0.99)}, at most ${at(1)}`);
  for (const [what, times] of wrong) tell(`WRONG ${times} times: ${what}`);
}

type Probed = Readonly<Record<'at' | 'rss' | 'heapUsed' | 'external' | 'handles' | 'timers' | 'listeners' | 'most', number>> & { readonly name: string };

async function samplesIn(folder: string): Promise<ReadonlyMap<string, readonly Probed[]>> {
  const files = await readdir(folder);
  return new Map(await Promise.all(files.map(async (pid) => {
    const samples = (await readFile(join(folder, pid), 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as Probed);
    return [`${samples[0]?.name} ${pid}`, samples] as const;
  })));
}

const MIB = 1 / 2 ** 20;
/** In which unit it is told, and how much growth over the run is too little to say anything. */
const measures = { rss: [MIB, 12], heapUsed: [MIB, 2], external: [MIB, 2], handles: [1, 10], timers: [1, 20], listeners: [1, 100], most: [1, 3] } as const;

/** The first third is for filling what is bounded: pools, pages of the heap, compiled code. */
function slopes(all: ReadonlyMap<string, readonly Probed[]>, { since, until }: { readonly since: number; readonly until: number }, tell: (line: string) => void): boolean {
  const from = since + (until - since) / 3;
  let flat = true;
  tell('process           measure        mean     first      last   an hour  ± 2 errors   verdict');
  for (const [name, samples] of all) {
    const seen = samples.filter(({ at }) => at >= from && at <= until);
    for (const [measure, [unit, atLeast]] of Object.entries(measures) as [keyof typeof measures, readonly [number, number]][]) {
      const values = seen.map((sample) => ({ at: sample.at, value: sample[measure] * unit }));
      const slope = slopeOf(values);
      const fine = values.length > 2 && isFlat(slope, atLeast);
      flat &&= fine;
      const hours = slope.perHour === 0 ? 0 : slope.grown / slope.perHour;
      const numbers = [slope.mean, values[0]?.value ?? NaN, values.at(-1)?.value ?? NaN, slope.perHour, hours === 0 ? 0 : (2 * slope.error) / hours];
      tell(`${name.padEnd(16)}  ${measure.padEnd(9)}${numbers.map((value) => value.toFixed(1).padStart(10)).join('')}   ${fine ? 'flat' : 'GROWS'}`);
    }
  }
  return flat;
}

const load = (): string => loadavg().map((each) => each.toFixed(1)).join(' ');
