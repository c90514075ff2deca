import { setTimeout as pause } from 'node:timers/promises';

import type { Session } from '@curfew/contracts';
import { addressOf, allowedOrigins, cookieName, givenRules, type Health, type Logger, serversOf, type Settings, timeReceipts, type Tracing, watchGuarantee } from '@curfew/platform';
import { createSessions, hashToken, sessionRules, type SessionCore, type SocketEffects } from '@curfew/sessions';
import type { Registry } from 'prom-client';

import { Closer } from './closing/closer.js';
import { wordOfRow } from './closing/last-word.js';
import { within } from './closing/within.js';
import { Backlog } from './delivery/backlog.js';
import { Delivery } from './delivery/delivery.js';
import { createGatewayMetrics, watchStatus } from './gateway-metrics.js';
import { Door } from './handshake/door.js';
import { Handshake, type FollowedSockets } from './handshake/handshake.js';
import { OwnPresence } from './presence/own-presence.js';
import { PresenceFeed } from './presence/presence-feed.js';
import { Turns } from './turns/turns.js';
import { Inbound } from './sockets/inbound.js';
import { SocketIndex } from './sockets/socket-index.js';
import type { SocketsParts } from './sockets/sockets.gateway.js';
import { Progress } from './watch/progress.js';
import { Watchers } from './watch/watchers.js';

export interface GatewayOptions {
  readonly settings: Settings;
  readonly health: Health;
  readonly registry: Registry;
  readonly log: Logger;
  readonly tracing: Tracing;
}

/** The gateway below its framework. */
export interface Gateway {
  readonly core: SessionCore;
  readonly sockets: SocketsParts;
  /** Is not ready any more; after DRAIN_DELAY lets nobody in, asks every client to come back later, each after a time of its own, and closes. */
  drain(): Promise<void>;
}

/** Connects to both servers and puts the gateway together. Sockets are refused until its core is started. */
export const createGateway = async ({ settings, health, registry, log, tracing }: GatewayOptions): Promise<Gateway> => {
  const metrics = createGatewayMetrics(registry);
  const allows = allowedOrigins(settings);
  const index: SocketIndex = new SocketIndex((sessionId) => presence.changed(sessionId));
  const turns = (): Turns => new Turns((err) => log.error({ err }, 'a socket could not be served'));
  const closer = new Closer({ index, metrics, turns: turns(), whyEnded: async (sessionId) => wordOfRow(await within(2000, readEnded(core, sessionId))) });
  const backlog = new Backlog();
  const passes = (socketId: string): boolean => core.follower.passes(socketId);
  const delivery = new Delivery({ index, closer, backlog, passes, turns: turns() });
  const rules = sessionRules(settings, givenRules(process.env));
  const watchers = new Watchers({ backlog, passes, isAdministrator: (userId) => core.isAdministrator(userId), sight: () => ({ now: Date.now(), idleAfterMs: rules.idleAfterMs }) });
  const core: SessionCore = await createSessions({
    kind: 'gateway',
    ...serversOf(settings),
    rules,
    log,
    witness: timeReceipts(registry),
    tracing,
    sockets: effects({ closer, delivery, log }),
    onEvent: (event) => [delivery, watchers].forEach((each) => each.event(event)),
  });
  const progress = followProgress(core, watchers, log);
  const presence = followPresence(core, { index, delivery, log });
  const door = new Door({ allows, addressOf: addressOf(settings.trustProxy), metrics });
  const handshake = new Handshake({ index, door, closer, metrics, cookie: { name: cookieName(settings), allows }, follower: followed(core) });
  const inbound = new Inbound({ index, closer, passes, metrics, commands: watchers.commands, gone: (socketId) => watchers.forget(socketId) });
  watchStatus(registry, () => ({ open: index.size, pending: core.follower.status().pendingSockets }));
  watchGuarantee(registry, () => core.keeping());
  return {
    core,
    sockets: { door, handshake, inbound, backlog },
    drain: async () => {
      health.drain();
      await pause(settings.drainDelay);
      progress.stop();
      door.close();
      await leave({ core, closer, index, presence, log });
    },
  };
};

interface Leaving {
  readonly core: SessionCore;
  readonly closer: Closer;
  readonly index: SocketIndex;
  readonly presence: OwnPresence;
  readonly log: Logger;
}

const leave = async ({ core, closer, index, presence, log }: Leaving): Promise<void> => {
  closer.drain([...index.everyone()].map(({ id }) => id));
  await within(1800, closer.settled()).catch((err: unknown) => {
    log.warn({ err }, 'not every socket could be closed in order: the rest is cut off');
    closer.abandon();
  });
  await within(700, presence.flush().then(() => core.presences.clear())).catch((err: unknown) => log.warn({ err }, 'presence could not be taken out'));
};

const followProgress = ({ revocations }: SessionCore, watchers: Watchers, log: Logger): Progress => {
  const progress = new Progress({ watched: () => watchers.any, moving: () => revocations.moving(), tell: (each) => watchers.progress(each), log });
  progress.start();
  return progress;
};

const effects = ({ closer, delivery, log }: { readonly closer: Closer; readonly delivery: Delivery; readonly log: Logger }): SocketEffects => ({
  cut: (cut) => closer.cut(cut),
  suspend: () => log.warn({}, 'the lease is lost: nothing passes on any socket'),
  resume: () => log.info({}, 'the lease is held: sockets pass'),
  dismiss: (sockets) => closer.dismiss(sockets),
  reset: () => delivery.missed(),
});

const followPresence = (core: SessionCore, { index, delivery, log }: { readonly index: SocketIndex; readonly delivery: Delivery; readonly log: Logger }): OwnPresence => {
  const feed = new PresenceFeed({ hasUser: (userId) => index.hasUser(userId), deliver: (userId, news) => delivery.presence(userId, news) });
  const own = new OwnPresence({
    countOf: (sessionId) => index.countOf(sessionId),
    write: (changes) => core.presences.write(changes),
    read: (sessionIds) => core.presences.read(sessionIds),
    tell: (news) => {
      core.presences.tell(news);
      // Without Redis there is no echo: then only our own sockets hear of it.
      if (!core.doorbell.status().connected) feed.heard(news);
    },
    log,
  });
  core.presences.listen((news) => {
    feed.heard(news);
    for (const { sessionId, online } of news) if (!online) own.heardOffline(sessionId);
  });
  return own;
};

const followed = ({ follower }: SessionCore): FollowedSockets => ({
  connect: (socketId, token) => follower.connect(socketId, hashToken(token)),
  disconnected: (socketId) => follower.disconnected(socketId),
  passes: (socketId) => follower.passes(socketId),
});

const readEnded = (core: SessionCore, sessionId: string): Promise<Session> => core.sessions.lists.get({ sessionId }, null);
