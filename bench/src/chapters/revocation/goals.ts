import type { Goal, Row } from '../../harness/findings.js';
import { shown } from '../../harness/report.js';
import { quantile, ratio, summary } from '../../harness/statistics.js';
import { CURFEW } from './ours.js';
import { FLOOR, FLOOR_WITH_COMMIT } from './others.js';

/** A single end beside the floor and the median of a commit, round by round. */
export function goalsOfSingle(weather: string, rows: readonly Row[], commit: Row | undefined): readonly Goal[] {
  const commits = commit?.rounds['p50'] ?? [];
  const beside = (column: string, most: number): Goal => {
    const floor = valuesOf(rows, FLOOR, column).map((value, round) => value + (commits[round] ?? 0));
    const { median, min, max } = ratio(valuesOf(rows, CURFEW, column), floor);
    const measured = `× ${shown(median)} (${shown(min)}–${shown(max)}): ${shown(summary(valuesOf(rows, CURFEW, column)).median)} ms beside ${shown(summary(floor).median)} ms`;
    return { goal: `${weather}: ${column.replace(' ', ', ')} ≤ ${most} × of the floor plus one commit`, measured, met: median <= most, ...whyOf(rows, median > most) };
  };
  return [beside('closed p50', 1.2), beside('closed p99', 1.5)];
}

export function goalsOfBurst(what: string, rows: readonly Row[], floor: string = FLOOR): readonly Goal[] {
  const { median, min, max } = ratio(valuesOf(rows, CURFEW, 'all closed'), valuesOf(rows, floor, 'all closed'));
  return [{ goal: `${what}: all closed ≤ 1.5 × of the ${floor === FLOOR_WITH_COMMIT ? 'floor with a commit each' : 'floor'}`, measured: `× ${shown(median)} (${shown(min)}–${shown(max)})`, met: median <= 1.5, ...whyOf(rows, median > 1.5) }];
}

export function goalsOfLoss(loss: string, rows: readonly Row[]): readonly Goal[] {
  const worst = quantile(valuesOf(rows, CURFEW, 'closed max'), 1);
  const never = rows.filter(({ name, rounds }) => name !== CURFEW && (rounds['closed p50'] ?? []).every((value) => !Number.isFinite(value))).length;
  return [{ goal: `Redis ${loss}: closed within 1,500 ms, where the adapters never close`, measured: `the slowest after ${shown(worst)} ms; ${never} of ${rows.length - 1} others did not close`, met: worst <= 1_500 }];
}

/** What was measured of it: where all stands on few processors, it is processor time that is waited for. */
function whyOf(rows: readonly Row[], missed: boolean): Pick<Goal, 'why'> {
  const [ours, floor] = [CURFEW, FLOOR_WITH_COMMIT].map((name) => summary(valuesOf(rows, name, 'CPU')).median);
  if (!missed || ours === undefined || floor === undefined) return {};
  if (Number.isNaN(ours)) return { why: 'each of those events, too, is committed and then read, checked, applied and acknowledged by four processes, on the same processors' };
  return { why: `an end takes ${shown(ours)} ms of processor time in its four processes (${shown(floor)} ms in the two of the floor with a commit), of which each reads, checks, applies and acknowledges the event${STAGES}` };
}

// By marks in each process, of 1,000 ends one after the other.
const STAGES = '; of the time until the socket of one end is closed a tenth is spent until it is admitted, half until it is committed (the row stands in some twenty indexes, so that administrators find it by each of its columns), a fifth until a gateway has heard of it, and the rest until the socket was told and closed';

const valuesOf = (rows: readonly Row[], name: string, column: string): readonly number[] => rows.find((row) => row.name === name)?.rounds[column] ?? [];
