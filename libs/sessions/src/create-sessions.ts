import { hostname } from 'node:os';

import { channels, type Event } from '@curfew/contracts';
import { Doorbell } from '@curfew/doorbell';
import type { CarryOut } from '@curfew/follower';
import { Cursors, Database, isAdministrator, readRealm, removeConsumer, type Registration } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import { ActivityLog } from './activity.js';
import { administration, type Administration } from './administration.js';
import { Canary } from './canary.js';
import { createFeed, type FeedDesk } from './feed/create-feed.js';
import { followServer, type ServerFollower } from './follow.js';
import { keepingOf, type Keeping } from './keeping.js';
import type { Log } from './log.js';
import { createPlaces, type Places } from './place/places.js';
import { Whereabouts } from './place/whereabouts.js';
import { Presences } from './presences.js';
import { Receipts } from './receipts.js';
import { Recent } from './recent.js';
import { activityBatchMs, type SessionRules } from './rules.js';
import { Sessions } from './sessions.js';
import { Timeline } from './timeline.js';
import { noTracing, type Tracing } from './tracing.js';
import type { Witness } from './witness.js';

/** What a process does about its sockets when sessions end; one without sockets leaves it out. */
export type SocketEffects = Pick<CarryOut<Event>, 'cut' | 'suspend' | 'resume' | 'dismiss' | 'reset'>;

/** What the session core of one process is made from. */
export interface SessionsOptions {
  readonly kind: 'api' | 'gateway' | 'worker';
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly rules: SessionRules;
  readonly log: Log;
  /** A database of places (.mmdb) instead of the installed one: GEOIP_DATABASE. */
  readonly geoipDatabase?: string | undefined;
  readonly sockets?: SocketEffects;
  /** Told of each event once, in the order in which it was heard, after its sockets were cut and before it is acknowledged. */
  readonly onEvent?: (event: Event) => void;
  readonly witness?: Witness;
  readonly tracing?: Tracing;
}

/** The session core of one process: the one door, what it follows, and its start and stop. */
export interface SessionCore extends Administration {
  readonly sessions: Sessions;
  readonly follower: ServerFollower;
  readonly receipts: Receipts;
  /** Whether a user is an administrator who may sign in, read from the primary. */
  isAdministrator(userId: string): Promise<boolean>;
  /** The log for consumers outside, renewed and acknowledged through this process. */
  readonly feed: FeedDesk['feed'];
  readonly feedStreams: FeedDesk['streams'];
  /** Tries the guarantee: opens a session that nobody uses, ends it, and sees who knows of it. */
  readonly canary: Canary;
  /** What shows of the guarantee from inside, for metrics. */
  keeping(): Keeping;
  readonly consumerId: string;
  /** Which sessions have sockets open, on this process and on the others. */
  readonly presences: Presences;
  /** The primary, for what stands beside sessions. */
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly cursors: Cursors;
  /** Resolves when the first poll is applied. */
  start(): Promise<void>;
  /** Writes down activity, takes this process's row away (it admits nobody any more) and closes every connection. */
  stop(): Promise<void>;
}

/** Connects to both servers and puts the session core of a process together. Rejects when PostgreSQL cannot be reached or has no schema. */
export async function createSessions(options: SessionsOptions): Promise<SessionCore> {
  const { rules, log } = options;
  const { places, database, key, doorbell } = await connect(options);
  const cursors = new Cursors(key);
  const registration: Registration = { id: uuidV7(), kind: options.kind, label: hostname(), leaseMs: rules.leaseMs, allowsWhenStale: rules.allowWhenStale };
  const timeline = new Timeline(database.urgent, rules.leaseMs, log);
  const receipts = new Receipts(database, rules, { timeline, witness: options.witness, tracing: options.tracing });
  const online = new Recent<string, number>(100_000);
  const presences = new Presences(database, doorbell, registration.id);
  const activity = new ActivityLog({ sql: database, rules, log, ended: (sessionId) => follower.forget(sessionId), written: (some) => presences.told(some) });
  const desk: FeedDesk = createFeed({ database, doorbell, cursors, rules, receipts, activity }, () => follower);
  const polled = watching({ timeline, receipts, desk, log });
  const carryOut = effects(options, { streams: desk.streams, doorbell, consumerId: registration.id, receipts, lapse: (id) => sessions.expire(id) });
  const whereabouts: Whereabouts = new Whereabouts({ change: (work) => sessions.change(work), locate: places.of, log });
  const follower: ServerFollower = followServer({ database, doorbell, registration, rules, carryOut, polled, reused: (ids) => sessions.reused(ids), tracing: options.tracing });
  const sessions: Sessions = new Sessions({ database, doorbell, follower, activity, whereabouts, receipts, rules, cursors, online, ground: { rules, key, locate: places.of }, log, tracing: options.tracing });
  doorbell.listen({
    acknowledged: (acknowledgement) => receipts.acknowledged(acknowledgement),
    presence: (news) => news.forEach(({ sessionId, connections }) => online.set(sessionId, connections)),
  });
  return {
    sessions,
    follower,
    receipts,
    ...administration({ database, cursors, receipts, sessions, rules }),
    isAdministrator: (userId) => isAdministrator(database.urgent, userId),
    feed: desk.feed,
    feedStreams: desk.streams,
    canary: new Canary({ sessions, database, doorbell, receipts, rules }),
    keeping: () => keepingOf({ follower, receipts, doorbell, rules, sessions }),
    consumerId: registration.id,
    presences,
    database,
    doorbell,
    cursors,
    ...life({ follower, activity, whereabouts, places, database, rules, log, consumerId: registration.id }),
  };
}

interface Living {
  readonly follower: ServerFollower;
  readonly activity: ActivityLog;
  readonly whereabouts: Whereabouts;
  readonly places: Places;
  readonly database: Database;
  readonly rules: SessionRules;
  readonly log: Log;
  readonly consumerId: string;
}

const life = ({ follower, activity, whereabouts, places, database, rules, log, consumerId }: Living): Pick<SessionCore, 'start' | 'stop'> => ({
  start: async () => {
    await follower.start();
    activity.start(activityBatchMs(rules));
  },
  stop: async () => {
    places.close();
    await Promise.all([activity.stop(), whereabouts.written()]);
    await follower.stop();
    await leave(database, consumerId, log);
  },
});

const leave = async (database: Database, consumerId: string, log: Log): Promise<void> => {
  await removeConsumer(database, consumerId).catch((error: unknown) => log.warn({ err: error }, 'this consumer could not be taken out: it will lapse'));
  await database.close();
};

// A gateway gives no receipts: nothing in it waits for what others acknowledge.
const connect = async (options: SessionsOptions) => {
  const { kind, log, rules } = options;
  if (rules.allowWhenStale) log.warn({ kind }, 'ON_STALE is allow: while PostgreSQL cannot be asked, sessions that were ended elsewhere are still admitted here');
  const places = await placesFor(options);
  const database = await Database.connect({ url: options.databaseUrl, name: `curfew ${kind}` });
  const { doorbellKey: key, epoch } = await readRealm(database);
  return { places, database, key, doorbell: new Doorbell({ redisUrl: options.redisUrl, key, epoch, name: `curfew-${kind}`, log, deafTo: kind === 'gateway' ? channels.acks : undefined }) };
};

// Only the api opens sessions; the others need no database of places in memory.
const placesFor = async ({ kind, geoipDatabase, log }: SessionsOptions): Promise<Places> =>
  kind === 'api' ? createPlaces({ file: geoipDatabase, log }) : { of: () => null, close: () => undefined };

const watching = ({ timeline, receipts, desk, log }: Watching) => (source: string): void => {
  desk.polled(source);
  Promise.all([timeline.seen(source), receipts.watch()]).catch((error: unknown) => log.warn({ err: error }, 'the consumers could not be watched'));
};

interface Watching {
  readonly timeline: Timeline;
  readonly receipts: Receipts;
  readonly desk: FeedDesk;
  readonly log: Log;
}

interface Carrying {
  readonly streams: FeedDesk['streams'];
  readonly doorbell: Doorbell;
  readonly consumerId: string;
  readonly receipts: Receipts;
  readonly lapse: (sessionId: string) => Promise<void>;
}

const noSockets: SocketEffects = { cut: () => undefined, suspend: () => undefined, resume: () => undefined, dismiss: () => undefined, reset: () => undefined };

function effects({ log, sockets = noSockets, onEvent, tracing = noTracing }: SessionsOptions, { streams, doorbell, consumerId, receipts, lapse }: Carrying): CarryOut<Event> {
  return {
    ...sockets,
    cut: (cut) => tracing.span({ name: 'close sockets', attributes: { 'curfew.session.id': cut.sessionId, 'curfew.sockets': cut.sockets.length } }, () => sockets.cut(cut)),
    reset: () => {
      streams.reset();
      sockets.reset();
    },
    tell: (event) => {
      const { id, type, position, requestId } = event;
      log.debug({ eventId: id, type, position, requestId }, 'heard of an event');
      receipts.notice(event);
      streams.tell(event);
      onEvent?.(event);
    },
    acknowledge: ({ eventId, socketsClosed }) => {
      const acknowledgement = { eventId, consumerId, socketsClosed };
      tracing.span({ name: 'acknowledge', kind: 'producer', attributes: { 'curfew.event.id': eventId, 'curfew.sockets.closed': socketsClosed } }, () => {
        receipts.acknowledged(acknowledgement);
        doorbell.acknowledge([acknowledgement]);
      });
    },
    lapse: (sessionId) => {
      lapse(sessionId).catch((error: unknown) => log.warn({ err: error, sessionId }, 'a session past its deadline could not be marked: it is refused all the same'));
    },
    failed: (error, what) => log.warn({ err: error, what }, 'the follower could not reach what it follows'),
  };
}
