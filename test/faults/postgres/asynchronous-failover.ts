import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { consumers } from '../schedule.js';
import type { Befalling } from './befall.js';
import { primaryWithStandby } from './standby.js';

/** Nothing reaches the standby until some ends and some sign-ins were answered; then the primary is killed, and the standby takes over without what it lacks. */
export const failsOver: Befalling = async () => {
  const database = await primaryWithStandby({ synchronous: false });
  return {
    database,
    befall: async ({ fleet, history }) => {
      await pause(8_000);
      const from = await database.fallBehind();
      const sinceThen = (kind: 'asked-to-end' | 'opened'): number => history.filter((entry) => (entry.kind === 'opened' ? entry.at : entry.kind === 'asked-to-end' ? entry.answered ?? 0 : 0) > from && entry.kind === kind).length;
      await eventually(() => sinceThen('asked-to-end') >= 3 && sinceThen('opened') >= 3, 60_000);
      const at = performance.now();
      await database.failOver();
      const to = performance.now();
      history.push({ kind: 'failover', from, at, to }, { kind: 'fault', name: 'the primary is killed', log: consumers, from: at, to });
      await pause(2_000);
      await fleet.signRootIn();
      await pause(15_000);
      const within = (time: number | null): boolean => time !== null && time >= from && time <= to;
      const ended = history.flatMap((entry) => (entry.kind === 'asked-to-end' && within(entry.answered) ? [entry.session] : []));
      const opened = history.flatMap((entry) => (entry.kind === 'opened' && within(entry.at) ? [entry.session] : []));
      const rows = await database.query<{ id: string; live: boolean }>('select id, ended_at is null as live from sessions where id = any($1)', [[...ended, ...opened]]);
      const live = new Set(rows.filter((row) => row.live).map(({ id }) => id));
      const there = new Set(rows.map(({ id }) => id));
      return {
        'ends answered while the standby was behind': ended.length,
        'of them live again': ended.filter((id) => live.has(id)).length,
        'sign-ins answered meanwhile': opened.length,
        'of them lost': opened.filter((id) => !there.has(id)).length,
      };
    },
  };
};
