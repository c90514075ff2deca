import type { Stats } from '@curfew/contracts';
import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

import { numberOf, useWords } from '../../words/reader.js';
import { clockOf } from '../../words/time.js';
import classes from './overview.module.css';
import { Panel } from './panel.js';

const shownHours = 24;
const axis = { fontSize: 11, fill: 'var(--cf-muted)' };

/** Sign-ins and ends of the last day, hour by hour in the reader's own time. */
export const HourChart = ({ hours }: { readonly hours: Stats['byHour'] }) => {
  const { t, locale } = useWords();
  const rows = useMemo(() => hours.slice(-shownHours).map((hour) => ({ ...hour, at: clockOf(new Date(hour.hour), locale) })), [hours, locale]);
  const names = { signIns: t('see.signInsShort'), ends: t('see.endsShort') };
  return (
    <Panel
      title={t('see.byHour')}
      legend={<Legend names={names} />}
      head={[t('see.hour'), names.signIns, names.ends, t('see.failed')]}
      rows={rows.toReversed().map(({ at, signIns, ends, failedSignIns }) => [at, ...[signIns, ends, failedSignIns].map((count) => numberOf(count, locale))])}
      picture={
        <ResponsiveContainer width="100%" height={224}>
          <BarChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} barGap={1} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--cf-line)" />
            <XAxis dataKey="at" tick={axis} tickLine={false} axisLine={{ stroke: 'var(--cf-line)' }} interval="equidistantPreserveStart" minTickGap={16} />
            <YAxis allowDecimals={false} tick={axis} tickLine={false} axisLine={false} width={44} tickFormatter={(count: number) => numberOf(count, locale)} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--cf-sunk)' }}
              contentStyle={{ background: 'var(--cf-surface)', border: '1px solid var(--cf-ctl)', borderRadius: 8, color: 'var(--cf-ink)' }}
            />
            <Bar dataKey="signIns" name={names.signIns} fill="var(--cf-c1)" radius={[2, 2, 0, 0]} isAnimationActive={false} />
            <Bar dataKey="ends" name={names.ends} fill="var(--cf-c2)" radius={[2, 2, 0, 0]} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      }
    />
  );
};

const Legend = ({ names }: { readonly names: { readonly signIns: string; readonly ends: string } }) => (
  <ul className={classes['legend']} aria-hidden="true">
    <li data-series="1">{names.signIns}</li>
    <li data-series="2">{names.ends}</li>
  </ul>
);
