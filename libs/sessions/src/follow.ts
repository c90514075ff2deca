import type { Event } from '@curfew/contracts';
import type { Doorbell } from '@curfew/doorbell';
import { createFollower, type CarryOut, type Follower, type Ports } from '@curfew/follower';
import { loadSessions, readLog, renewConsumer, type Database, type LiveSession, type LogPlace, type Registration } from '@curfew/persistence';

import { activityBatchMs, type SessionRules } from './rules.js';
import { noTracing, type Tracing } from './tracing.js';

/** What a server process knows of sessions. */
export type ServerFollower = Follower<LiveSession, Event>;

/** What the server's follower is made from. */
export interface Following {
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly registration: Registration;
  readonly rules: SessionRules;
  readonly carryOut: CarryOut<Event>;
  /** Told of each poll that was answered, after its row was renewed. */
  readonly polled: (source: string) => void;
  /** Told of sessions of which a token was shown that had been replaced long before. */
  readonly reused: (sessionIds: readonly string[]) => void;
  readonly tracing?: Tracing | undefined;
}

/** The server's one set of ports: the log and the sessions in PostgreSQL, the doorbell in Redis. Stopped, it leaves no poll behind. */
export function followServer(following: Following): ServerFollower {
  const { rules } = following;
  let polling: Promise<unknown> = Promise.resolve();
  const ports = serverPorts(following, () => follower.status().sockets);
  const poll: typeof ports.poll = (request) => {
    const answer = ports.poll(request);
    polling = answer.catch(() => undefined);
    return answer;
  };
  const follower: ServerFollower = createFollower({ ...ports, poll }, {
    leaseMs: rules.leaseMs,
    allowWhenStale: rules.allowWhenStale,
    idleTimeoutMs: rules.idleTimeoutMs,
    expiryGraceMs: 2 * activityBatchMs(rules),
    pollIntervalMs: rules.pollIntervalMs,
  });
  return {
    ...follower,
    stop: async () => {
      await follower.stop();
      // It may still renew the row of this consumer, which is about to be taken out.
      await polling;
    },
  };
}

function serverPorts({ database, doorbell, registration, rules, carryOut, polled, reused, tracing = noTracing }: Following, sockets: () => number): Ports<LiveSession, Event> {
  const { urgent } = database;
  return {
    poll: async ({ applied, floor, page }) => {
      // Renew first, and commit: whoever reads the rows and does not see this consumer has committed before what is read next.
      const renewed = page === null ? await renewConsumer(urgent, registration, { applied, sockets: sockets() }) : null;
      const answer = await readLog(urgent, placeOf(floor, page));
      if (answer.source.startsWith('recovery')) throw new Error('PostgreSQL is in recovery: this is not the primary.');
      // One connection may still lead to a primary that has been replaced: what it knows is no proof for a row that another one holds.
      if (renewed !== null && renewed !== answer.source) throw new Error('This consumer was renewed by another server than the one that was read.');
      doorbell.enter(answer.epoch);
      polled(answer.source);
      return { ...answer, horizon: `${answer.epoch}:${answer.horizon}`, more: answer.next === null ? null : `${answer.next.xid}-${answer.next.number}` };
    },
    listen: async (ear) => {
      doorbell.listen({
        // What nobody traces makes no span here: a parent is what makes it part of a trace.
        heard: (events, parent) => {
          const hear = (): void => events.forEach((event) => ear.heard(event));
          if (parent === undefined) hear();
          else tracing.span({ name: 'hear', kind: 'consumer', parent, attributes: { 'curfew.events': events.length } }, hear);
        },
        resubscribed: () => ear.listening(),
      });
      await doorbell.start();
      return () => doorbell.stop();
    },
    load: async ({ tokenHashes, ids }) => {
      const found = await loadSessions(urgent, { tokenHashes, ids, idleGiven: rules.given?.idleTimeout === true });
      reused(found.reused);
      return found;
    },
    carryOut,
    now: () => ({ mono: performance.now(), wall: Date.now() }),
  };
}

function placeOf(floor: string | null, page: string | null): LogPlace | null {
  if (floor === null) return null;
  const [epoch = '', xid = ''] = floor.split(':');
  const [pageXid = '', number = ''] = page?.split('-') ?? [];
  return { epoch: Number(epoch), floor: xid, page: page === null ? null : { xid: pageXid, number } };
}
