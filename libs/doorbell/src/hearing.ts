import { acknowledging, channels, presenceNews, ringing, type Acknowledgement, type Channel, type Event, type PresenceNews } from '@curfew/contracts';

import type { DoorbellLog } from './options.js';

/** What a process does with what it hears. Messages come verified and checked against their schema. */
export interface Hearing {
  heard?(events: readonly Event[], trace: string | undefined): void;
  acknowledged?(acknowledgement: Acknowledgement): void;
  presence?(news: PresenceNews['news']): void;
  /** Redis has acknowledged the subscription, the first time or again: whatever was rung before may have been missed. */
  resubscribed?(): void;
}

/** Hands a body to those who listen. False: it is not of its channel's schema. A listener that throws is logged and holds up nobody. */
export const hand = (channel: Channel, body: unknown, to: Listeners): boolean => {
  if (channel === channels.events) return handRinging(body, to);
  if (channel === channels.acks) {
    const said = acknowledging.safeParse(body);
    for (const acknowledgement of said.data?.acknowledgements ?? []) each(to, (hearing) => hearing.acknowledged?.(acknowledgement));
    return said.success;
  }
  const told = presenceNews.safeParse(body);
  if (told.success) each(to, (hearing) => hearing.presence?.(told.data.news));
  return told.success;
};

/** Calls each of those who listen. */
export const each = ({ hearings, log }: Listeners, tell: (hearing: Hearing) => void): void => {
  for (const hearing of hearings) {
    try {
      tell(hearing);
    } catch (err) {
      log.error({ err }, 'what was heard could not be handled; the log brings it again');
    }
  }
};

interface Listeners {
  readonly hearings: Iterable<Hearing>;
  readonly log: DoorbellLog;
  readonly beat: (beat: string) => void;
}

const handRinging = (body: unknown, to: Listeners): boolean => {
  const rung = ringing.safeParse(body);
  if (!rung.success) return false;
  const message = rung.data;
  if ('heartbeat' in message) to.beat(message.heartbeat);
  else each(to, (hearing) => hearing.heard?.(message.events, message.trace));
  return true;
};
