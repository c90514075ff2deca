import type { Admitted, Asked, Entry, Fault, History, Refused, Stall } from './history.js';

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
 * It never accuses without certainty: an admission counts from the earliest time at which it may have been decided, a revocation from when it was answered.
 */
export function violationsIn(history: History, bounds: Bounds): readonly Violation[] {
  const faults = history.filter((entry) => entry.kind === 'fault');
  const stalls = history.filter((entry) => entry.kind === 'stall');
  return [...bySession(history)].flatMap(([session, entries]) => {
    const admitted = entries.filter((entry) => entry.kind === 'admitted');
    const refused = entries.filter((entry) => entry.kind === 'refused');
    const asked = entries.filter((entry) => entry.kind === 'asked-to-end');
    const confirmed = entries.filter((entry) => entry.kind === 'confirmed').toSorted((a, b) => a.at - b.at)[0];
    const [ended] = asked.filter(isAnswered).toSorted((a, b) => a.answered - b.answered);
    return [
      ...(ended === undefined ? [] : late({ admitted, ended, faults, stalls, bounds, session })),
      ...(confirmed === undefined ? [] : admitted.filter(({ from }) => from > confirmed.at).map((each) => broken('contradicted', each, [confirmed, each], each.from - confirmed.at))),
      ...revived(admitted, refused),
      ...refused.filter(({ to }) => !asked.some((each) => each.asked < to)).map((each) => broken('lost', each, [each], 0)),
    ];
  });
}

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
