import type { Admitted, Asked, Entry, Failover, Fault, History, Refused, Stall } from './history.js';

/** How late an ended session may still be admitted, in milliseconds. */
export interface Bounds {
  /** By whom nothing reaches: LEASE. There is nothing that excuses more. */
  readonly leaseMs: number;
  /** By whom the log reaches, with or without Redis: POLL_INTERVAL and the longest that a poll may take. */
  readonly logMs: number;
}

export type Rule = 'late' | 'contradicted' | 'revived' | 'lost';

/** A promise that was broken, with what shows it. */
export interface Violation {
  readonly rule: Rule;
  readonly session: string;
  readonly says: string;
  readonly evidence: readonly Entry[];
}

/**
 * Reads a history afterwards. `late`: admitted beyond the bound that held then (G2, G3, G4). `contradicted`: admitted after a receipt said that nobody does (G5).
 * `revived`: admitted by a process that had said that it is over (G6). `lost`: said to be over though nobody had asked for its end (I2).
 * What was answered since a standby fell behind, and is not there after its promotion, was lost as the guarantee says: neither that end nor that sign-in counts from then on.
 * It never accuses without certainty: an admission counts from the earliest time at which it may have been decided, a revocation from when it was answered.
 */
export function violationsIn(history: History, bounds: Bounds): readonly Violation[] {
  const faults = history.filter((entry) => entry.kind === 'fault');
  const stalls = history.filter((entry) => entry.kind === 'stall');
  const failovers = history.filter((entry) => entry.kind === 'failover');
  return [...bySession(history)].flatMap(([session, entries]) => {
    const admitted = entries.filter((entry) => entry.kind === 'admitted');
    const refused = entries.filter((entry) => entry.kind === 'refused');
    const asked = entries.filter((entry) => entry.kind === 'asked-to-end');
    const confirmed = entries.filter((entry) => entry.kind === 'confirmed').toSorted((a, b) => a.at - b.at)[0];
    const ends = asked.filter(isAnswered).toSorted((a, b) => a.answered - b.answered);
    const [ended] = ends;
    const kept = ends.find(({ answered }) => !isLost(answered, Infinity, failovers));
    const opened = entries.find((entry) => entry.kind === 'opened');
    const bound = ended === undefined ? admitted : admitted.filter(({ from }) => !isLost(ended.answered, from, failovers));
    return [
      ...(ended === undefined ? [] : late({ admitted: bound, ended, faults, stalls, bounds, session })),
      ...(kept === undefined || kept === ended ? [] : late({ admitted, ended: kept, faults, stalls, bounds, session })),
      ...(confirmed === undefined ? [] : bound.filter(({ from }) => from > confirmed.at).map((each) => broken('contradicted', each, [confirmed, each], each.from - confirmed.at))),
      ...revived(bound, refused).filter(({ evidence: [before, after] }) => !isLost(toOf(before), fromOf(after), failovers.filter((each) => ended === undefined || ended.answered >= each.from))),
      ...refused.filter(({ to }) => !asked.some((each) => each.asked < to) && !isLost(opened?.at, to, failovers)).map((each) => broken('lost', each, [each], 0)),
    ];
  });
}

/** Whether what was answered at `at` may be gone at the time `then`, as a standby took over that lacked it. */
const isLost = (at: number | undefined, then: number, failovers: readonly Failover[]): boolean =>
  at !== undefined && failovers.some((each) => at >= each.from && at <= each.to && then > each.at);

const toOf = (entry: Entry | undefined): number | undefined => (entry !== undefined && 'to' in entry ? entry.to : undefined);
const fromOf = (entry: Entry | undefined): number => (entry !== undefined && 'from' in entry ? entry.from : -Infinity);

interface Lateness {
  readonly session: string;
  readonly admitted: readonly Admitted[];
  readonly ended: Answered;
  readonly faults: readonly Fault[];
  readonly stalls: readonly Stall[];
  readonly bounds: Bounds;
}

function late({ admitted, ended, faults, stalls, bounds }: Lateness): readonly Violation[] {
  return admitted.flatMap((each) => {
    const by = each.from - ended.answered;
    if (by <= Math.min(bounds.logMs, bounds.leaseMs)) return [];
    const window = { from: ended.answered, to: each.from };
    const excused = faults.filter((fault) => fault.log.includes(each.consumer) && overlap({ from: fault.from, to: fault.to + bounds.leaseMs }, window) > 0);
    const stood = stalls.reduce((sum, stall) => sum + overlap({ from: stall.from - bounds.logMs, to: stall.to }, window), 0);
    const bound = excused.length > 0 ? bounds.leaseMs : Math.min(bounds.leaseMs, bounds.logMs + stood);
    return by > bound ? [broken('late', each, [ended, ...excused, each], by - bound)] : [];
  });
}

function revived(admitted: readonly Admitted[], refused: readonly Refused[]): readonly Violation[] {
  return admitted.flatMap((each) => {
    const before = refused.find(({ consumer, to }) => consumer === each.consumer && to < each.from);
    return before === undefined ? [] : [broken('revived', each, [before, each], each.from - before.to)];
  });
}

const broken = (rule: Rule, { session, consumer }: Admitted | Refused, evidence: readonly Entry[], byMs: number): Violation => ({
  rule,
  session,
  says: `${consumer} ${rule === 'lost' ? 'says that a session is over that nobody ended' : `admits what is over, ${byMs.toFixed(0)} ms beyond what holds (${rule})`}`,
  evidence,
});

type Answered = Asked & { readonly answered: number };

const isAnswered = (asked: Asked): asked is Answered => asked.answered !== null;

const overlap = (a: { readonly from: number; readonly to: number }, b: { readonly from: number; readonly to: number }): number =>
  Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

function bySession(history: History): ReadonlyMap<string, readonly Entry[]> {
  const sessions = new Map<string, Entry[]>();
  for (const entry of history) {
    if (!('session' in entry)) continue;
    const known = sessions.get(entry.session);
    if (known === undefined) sessions.set(entry.session, [entry]);
    else known.push(entry);
  }
  return sessions;
}
