import type { AuditEvent } from '@curfew/contracts';
import { useMemo } from 'react';

import { serverNow } from '../../clock.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { calendarDays, dayOf } from '../../words/time.js';
import own from './audit.module.css';
import { TrailEntry } from './trail-entry.js';

/** Events day by day, the newest first. */
export const TrailDays = ({ events }: { readonly events: readonly AuditEvent[] }) => {
  const days = useMemo(() => daysOf(events), [events]);
  return (
    <>
      {days.map(([day, list]) => (
        <Day key={day} events={list} />
      ))}
    </>
  );
};

const Day = ({ events }: { readonly events: readonly AuditEvent[] }) => {
  const { t, locale } = useWords();
  const at = new Date(events[0]?.occurredAt ?? 0);
  const now = new Date(serverNow());
  const ago = calendarDays(at, now);
  return (
    <section className={`${card['headed']} ${own['day']}`}>
      <h2>{ago === 0 ? t('activity.today') : ago === 1 ? t('activity.yesterday') : dayOf(at, now, locale)}</h2>
      <ol>
        {events.map((event) => (
          <TrailEntry key={event.id} event={event} />
        ))}
      </ol>
    </section>
  );
};

const daysOf = (events: readonly AuditEvent[]): readonly (readonly [string, readonly AuditEvent[]])[] => {
  const days = new Map<string, AuditEvent[]>();
  for (const event of events) {
    const day = new Date(event.occurredAt).toDateString();
    const list = days.get(day);
    if (list === undefined) days.set(day, [event]);
    else list.push(event);
  }
  return [...days];
};
