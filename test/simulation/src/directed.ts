import { CHAINED } from './chained.js';
import { revoke, revokeEveryone, revokeUser, update } from './changes.js';
import { writeActivity } from './database.js';
import { BATCH_TIME, IDLE_TIMEOUT, LEASE, POLL_INTERVAL, POLL_TIMEOUT } from './rules.js';
import { Scene } from './scene.js';
import type { Node } from './node.js';
import type { Event } from './types.js';

/** A schedule that broke an earlier wording, or that a mutant needs. It is played on the real machine, and the oracle watches. */
export type Directed = { readonly name: string; readonly title: string; play(scene: Scene): void };

const forged: Omit<Event, 'generation'> = { id: 'of a lost commit', position: '999-999', type: 'sessions-revoked', userId: 'ada', sessionId: null };

/** An api and a gateway, both with a lease, and a session that the gateway holds in memory. */
function opened(scene: Scene): { api: Node; gateway: Node; id: string } {
  const api = scene.api();
  const gateway = scene.consumer();
  const id = scene.world.open('ada');
  scene.must(scene.asks(gateway, id) === 'live', 'I2', 'a live session is admitted');
  scene.confirms(api);
  return { api, gateway, id };
}

export const DIRECTED: readonly Directed[] = [
  {
    name: 'C1',
    title: 'a renewal alone proves nothing: its answer is still in flight',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.at(50);
      scene.end(api, id);
      gateway.take({ kind: 'poll' });
      scene.firstHalf(gateway);
      scene.secondHalf(gateway);
      scene.must(!scene.confirms(api), 'G5', 'confirmed by a renewal whose answer has not arrived');
      scene.settlePolls(gateway);
      scene.must(scene.confirms(api), 'G2', 'one poll and a round trip later it is confirmed');
    },
  },
  {
    name: 'C2',
    title: 'the spared session was ended while the asker waited for the lock',
    play(scene) {
      const { world } = scene;
      const [a, b] = [world.open('ada'), world.open('ada')];
      const [first, second] = [world.primary.begin(), world.primary.begin()];
      world.commit(first, revokeUser('ada', a));
      const refused = world.commit(second, revokeUser('ada', b));
      scene.must(refused === null, 'G6', 'one who is no longer signed in changes nothing');
    },
  },
  {
    name: 'C3',
    title: 'a copy is never stamped by an event, whose commit may have been lost',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      gateway.hear({ ...forged, generation: 2, sparedSessionId: id }, 'doorbell');
      const { entry } = scene.transact(api, revokeUser('ada', null));
      gateway.hear(entry.event, 'doorbell');
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
    },
  },
  {
    name: 'C4',
    title: 'the answer of a slow read comes long after the end was heard',
    play(scene) {
      const { api, gateway } = opened(scene);
      const id = scene.world.open('bob');
      gateway.ask(id);
      scene.loadReads(gateway);
      const { entry } = scene.end(api, id);
      gateway.hear(entry.event, 'doorbell');
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      for (let time = 100; time < 900; time += POLL_INTERVAL) {
        scene.at(time);
        scene.fullPoll(gateway);
      }
      scene.loadAnswers(gateway);
      scene.at(950);
    },
  },
  {
    name: 'C4b',
    title: 'a read that has not ended within a lease is given up, and its answer dropped',
    play(scene) {
      const { gateway } = opened(scene);
      const id = scene.world.open('bob');
      gateway.ask(id);
      scene.loadReads(gateway);
      scene.at(LEASE + 50);
      scene.fullPoll(gateway);
      const { live } = scene.world.answers;
      scene.loadAnswers(gateway);
      scene.must(scene.world.answers.live === live, 'G3', 'an answer older than a lease admits');
    },
  },
  {
    name: 'C5',
    title: 'a read by token knows neither session nor user when their end is heard',
    play(scene) {
      for (const everyone of [false, true]) {
        const { api, gateway } = opened(scene);
        const id = scene.world.open('bob');
        gateway.ask(id, `socket for ${id}`);
        scene.loadReads(gateway);
        const { entry } = scene.transact(api, everyone ? revokeEveryone(null) : revokeUser('bob', null));
        for (const node of scene.world.nodes) if (node !== api) node.hear(entry.event, 'doorbell');
        scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
        scene.loadAnswers(gateway);
        scene.settleLoads(gateway);
      }
    },
  },
  {
    name: 'C6',
    title: 'a reset drops the answers of reads in flight',
    play(scene) {
      const { api, gateway } = opened(scene);
      const id = scene.world.open('bob');
      gateway.ask(id);
      scene.loadReads(gateway);
      scene.end(api, id);
      trim(scene);
      scene.at(100);
      scene.fullPoll(gateway);
      scene.fullPoll(gateway);
      scene.confirms(api);
      scene.loadAnswers(gateway);
      scene.at(200);
    },
  },
  {
    name: 'C6b',
    title: 'nothing is read before the first poll of a start is applied',
    play(scene) {
      const api = scene.api();
      const id = scene.world.open('ada');
      const late = scene.world.addNode('late', 'gateway', { allowsWhenStale: true });
      late.take({ kind: 'poll' });
      late.ask(id);
      scene.must(scene.waitingLoads(late) === 0, 'G5', 'a read was sent before the first poll was applied');
      scene.end(api, id);
      scene.settlePolls(late);
    },
  },
  {
    name: 'C6c',
    title: 'after a reset nothing passes on a socket until its session is read again',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      scene.end(api, id);
      trim(scene);
      scene.at(100);
      scene.fullPoll(gateway);
      scene.fullPoll(gateway);
      scene.confirms(api);
      scene.at(300);
      scene.settleLoads(gateway);
      scene.closeCut();
      scene.must(gateway.sockets.size === 0, 'I8', 'read again, the session is ended and its socket closed');
    },
  },
  {
    name: 'C7',
    title: 'the log is trimmed between two pages',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.pageSize = 1;
      const other = scene.world.open('bob');
      scene.transact(api, update(other));
      gateway.take({ kind: 'poll' });
      scene.firstHalf(gateway);
      scene.secondHalf(gateway);
      scene.answer(gateway);
      scene.end(api, id);
      trim(scene);
      scene.settlePolls(gateway);
      scene.confirms(api);
      stayLeased(scene, gateway, LEASE + 300);
    },
  },
  {
    name: 'C8',
    title: 'a smaller transaction commits between two pages: the floor is that of the first',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.pageSize = 1;
      const transaction = scene.world.primary.begin();
      scene.world.open('bob');
      scene.world.open('bob');
      gateway.take({ kind: 'poll' });
      for (const half of ['open', 'first', 'second'] as const) {
        scene.firstHalf(gateway);
        scene.secondHalf(gateway);
        scene.answer(gateway);
        if (half === 'second') scene.world.commit(transaction, revoke(id));
      }
      scene.settlePolls(gateway);
      scene.confirms(api);
      stayLeased(scene, gateway, LEASE + 300);
    },
  },
  {
    name: 'C9',
    title: 'the row lapses while the update of a poll that has read already runs late',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.at(890);
      scene.fullPoll(api);
      gateway.take({ kind: 'poll' });
      if (!scene.rules.renewFirst) scene.firstHalf(gateway);
      scene.at(905);
      scene.end(api, id);
      scene.at(1_010);
      scene.must(scene.confirms(api), 'G3', 'a consumer that did not renew for a lease is not waited for');
      if (scene.rules.renewFirst) scene.firstHalf(gateway);
      scene.secondHalf(gateway);
      scene.answer(gateway);
      scene.at(1_100);
    },
  },
  {
    name: 'C10',
    title: 'the answer of a poll that was given up comes while the next is in flight',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.at(100);
      gateway.take({ kind: 'poll' });
      scene.firstHalf(gateway);
      scene.secondHalf(gateway);
      scene.at(110);
      scene.end(api, id);
      scene.at(110 + POLL_TIMEOUT + 10);
      scene.tick(gateway);
      scene.answer(gateway);
      scene.at(1_300);
    },
  },
  {
    name: 'C11',
    title: "the database's clock steps: whether a row has lapsed is measured by the api's own",
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.at(100);
      scene.fullPoll(gateway);
      scene.world.databaseClock = 1.2 * LEASE;
      scene.end(api, id);
      scene.must(!scene.confirms(api), 'G5', 'confirmed by a step of the database clock');
      scene.at(200);
    },
  },
  {
    name: 'C12',
    title: 'a failover loses the row of a consumer that still has a lease',
    play(scene) {
      const standby = scene.world.primary.copy();
      const { api, gateway, id } = opened(scene);
      standby.sessions = scene.world.primary.copy().sessions;
      standby.users = scene.world.primary.copy().users;
      scene.at(50);
      scene.fullPoll(gateway);
      scene.world.failOver(standby);
      scene.fullPoll(api);
      scene.end(api, id);
      scene.must(!scene.confirms(api), 'G5', 'confirmed on a timeline that is not settled');
      scene.at(300);
      stayLeased(scene, api, 1_400);
      scene.must(scene.confirms(api), 'G1', 'once the timeline is settled it is confirmed');
    },
  },
  {
    name: 'C13',
    title: 'the old primary lives on, and a consumer polls it',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.attached.set(gateway, scene.world.primary);
      scene.world.failOver(scene.world.primary.copy());
      scene.fullPoll(api);
      scene.end(api, id);
      stayLeased(scene, gateway, 1_500);
    },
  },
  {
    name: 'C14',
    title: 'what a process heard as ended stays ended for it, also when a failover lost the commit',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      // Nobody has asked the gateway for this one.
      const other = scene.world.open('bob');
      const standby = scene.world.primary.copy();
      for (const each of [id, other]) gateway.hear(scene.end(api, each).entry.event, 'doorbell');
      scene.world.failOver(standby);
      scene.fullPoll(gateway);
      for (const each of [id, other]) scene.must(scene.asks(gateway, each) === 'unknown', 'I3', 'a process that heard the end admits');
    },
  },
  {
    name: 'C14b',
    title: 'the new primary uses the position of a lost event again',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      const other = scene.world.open('bob');
      scene.must(scene.asks(gateway, other) === 'live', 'I2', 'a live session is admitted');
      const standby = scene.world.primary.copy();
      gateway.hear(scene.end(api, id).entry.event, 'doorbell');
      scene.world.failOver(standby);
      scene.fullPoll(gateway);
      scene.must(scene.asks(gateway, other) === 'live', 'I2', 'a live session is admitted');
      scene.end(api, other);
      stayLeased(scene, gateway, LEASE + 300);
    },
  },
  {
    name: 'C15',
    title: 'a suspended machine: its monotonic clock stood still',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.at(100);
      gateway.stop('suspended');
      scene.at(110);
      scene.end(api, id);
      scene.at(110 + 1.2 * LEASE);
      gateway.wake();
      scene.at(1_400);
    },
  },
  {
    name: 'C15b',
    title: 'a wall clock that is set back makes no lease younger',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.end(api, id);
      gateway.clock.setWall(-LEASE);
      scene.at(1_400);
    },
  },
  {
    name: 'C17',
    title: 'by the acknowledgement every socket passes nothing, though closing takes its time',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      gateway.hear(scene.end(api, id).entry.event, 'doorbell');
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      scene.at(100);
      scene.must(scene.asks(gateway, id, 'another') === 'unknown', 'G6', 'what has ended is not opened again');
      scene.closeCut();
      scene.must(gateway.sockets.size + gateway.state.sockets.size + gateway.state.copies.size === 0, 'I8', 'and then nothing is left of it');
    },
  },
  {
    name: 'C18',
    title: 'two processes must not share a consumer id',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      const twin = scene.consumer('gateway');
      scene.must(scene.asks(twin, id) === 'live', 'I2', 'a live session is admitted');
      gateway.hear(scene.end(api, id).entry.event, 'doorbell');
      scene.must(!scene.confirms(api), 'G5', 'one process acknowledged for two');
    },
  },
  {
    name: 'C19',
    title: 'a batch of activity that is written late does not revive what others call expired',
    play(scene) {
      const { gateway, id } = opened(scene);
      scene.at(IDLE_TIMEOUT + 10);
      scene.fullPoll(gateway);
      scene.must(scene.asks(gateway, id) === 'unknown', 'I1', 'past its deadline it is refused');
      scene.must(scene.lapses.includes(id), 'I8', 'and whoever asks tries to mark it');
      writeActivity(scene.world.primary, id, IDLE_TIMEOUT - 100);
      scene.must(scene.asks(gateway, id) === 'unknown', 'G6', 'a session that was called expired is live again');
    },
  },
  {
    name: 'C19b',
    title: "the database's clock steps back over a deadline",
    play(scene) {
      const { gateway, id } = opened(scene);
      scene.at(IDLE_TIMEOUT + 10);
      scene.fullPoll(gateway);
      scene.must(scene.asks(gateway, id) === 'unknown', 'I1', 'past its deadline it is refused');
      scene.mark(id);
      scene.world.databaseClock = -500;
      scene.must(scene.asks(gateway, id) === 'unknown', 'G6', 'a session that was marked expired is live again');
    },
  },
  {
    name: 'C20',
    title: 'a miss is read from the primary, never from a replica',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.replica = scene.world.primary.copy();
      gateway.hear(scene.transact(api, revokeUser('ada', null)).entry.event, 'doorbell');
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      scene.asks(gateway, id);
      scene.asks(api, id);
    },
  },
  {
    name: 'C21',
    title: 'one that allows when stale never counts as lapsed',
    play(scene) {
      const api = scene.api();
      const gateway = scene.consumer('gateway', { allowsWhenStale: true });
      const id = scene.world.open('ada');
      scene.must(scene.asks(gateway, id) === 'live', 'I2', 'a live session is admitted');
      scene.confirms(api);
      scene.at(1_500);
      scene.fullPoll(api);
      scene.end(api, id);
      scene.must(!scene.confirms(api), 'G5', 'confirmed, though a consumer admits without a lease');
    },
  },
  {
    name: 'D1',
    title: 'a clock that is 5 % slow does not stretch a lease beyond LEASE',
    play(scene) {
      const api = scene.api('api', { rate: 1.05 });
      const gateway = scene.consumer('gateway', { rate: 0.95 });
      const id = scene.world.open('ada');
      scene.must(scene.asks(gateway, id) === 'live', 'I2', 'a live session is admitted');
      scene.confirms(api);
      scene.at(2);
      scene.end(api, id);
      for (let time = 50; time < 1_200; time += 10) {
        scene.at(time);
        scene.confirms(api);
      }
    },
  },
  {
    name: 'D2',
    title: 'the spared session goes on, after it was read again',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      const { entry } = scene.transact(api, revokeUser('ada', id));
      gateway.hear(entry.event, 'doorbell');
      scene.must(gateway.sockets.has('socket'), 'I2', 'the socket of the spared session is closed');
      scene.settleLoads(gateway);
      gateway.hear(entry.event, 'doorbell');
      scene.must(scene.asks(gateway, id) === 'live', 'I2', 'the spared session is refused');
      gateway.hear(scene.transact(api, revokeUser('ada', null)).entry.event, 'doorbell');
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
    },
  },
  {
    name: 'D3',
    title: 'activity that comes after a deadline moves nothing, here either',
    play(scene) {
      const { gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      scene.at(IDLE_TIMEOUT + 20);
      scene.fullPoll(gateway);
      gateway.used(id);
      scene.at(IDLE_TIMEOUT + 600);
    },
  },
  {
    name: 'D4',
    title: 'without Redis a receipt is complete after one poll and a round trip',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      scene.redisLost = true;
      scene.at(50);
      scene.end(api, id);
      scene.fullPoll(gateway);
      scene.must(scene.confirms(api), 'G2', 'a poll that brought news is not followed by another');
    },
  },
  {
    name: 'D5',
    title: 'a socket goes away while its session is read',
    play(scene) {
      const { gateway } = opened(scene);
      const id = scene.world.open('bob');
      gateway.ask(id, 'socket');
      scene.loadReads(gateway);
      gateway.disconnect('socket');
      scene.loadAnswers(gateway);
    },
  },
  {
    name: 'D6',
    title: 'a read takes so long that its answer has run out, but another process has seen activity',
    play(scene) {
      const { gateway, id } = opened(scene);
      scene.at(IDLE_TIMEOUT - 100);
      scene.fullPoll(gateway);
      const other = scene.consumer('other');
      other.ask(id);
      scene.loadReads(other);
      writeActivity(scene.world.primary, id, scene.world.now);
      scene.at(IDLE_TIMEOUT + 50);
      scene.fullPoll(other);
      scene.loadAnswers(other);
      scene.settleLoads(other);
      scene.must(scene.world.answers.unknown === 0, 'I2', 'refused as expired, though it is not');
    },
  },
  {
    name: 'D7',
    title: 'a consumer registers after the rows were read, and before the commit',
    play(scene) {
      const { api, id } = opened(scene);
      const rows = scene.readRows(api);
      scene.at(20);
      const late = scene.consumer('late');
      scene.must(scene.asks(late, id) === 'live', 'I2', 'a live session is admitted');
      for (const node of scene.world.nodes) if (node !== late && node !== api) node.hear(scene.end(api, id).entry.event, 'doorbell');
      scene.takeRows(api, rows);
      scene.at(40);
    },
  },
  {
    name: 'D8',
    title: 'something about a session changes: no copy from before is used, and its socket stays',
    play(scene) {
      const { api, gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      gateway.ask(scene.world.open('bob'));
      scene.loadReads(gateway);
      const { entry } = scene.transact(api, update(id));
      gateway.hear(entry.event, 'doorbell');
      scene.must(gateway.machine.passes(gateway.state, 'socket', gateway.instant()), 'I2', 'its socket is not cut off');
      scene.must(scene.asks(gateway, id) === 'live', 'I2', 'a live session is admitted');
    },
  },
  {
    name: 'D9',
    title: 'where stale is allowed, what is in memory goes on; nothing is read without a lease, it may be from a deposed primary',
    play(scene) {
      const { api, gateway, id, other } = leftBehind(scene);
      stayLeased(scene, api, 1_400);
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      scene.must(scene.asks(gateway, id) === 'stale', 'G5', 'a session is read without a lease');
      scene.must(scene.asks(gateway, other) === 'live', 'I2', 'stale is allowed');
    },
  },
  {
    name: 'D11',
    title: 'where stale is allowed, the word of a deposed primary under its last lease is not relied on once that is gone',
    play(scene) {
      const { api, gateway, id, other } = leftBehind(scene);
      scene.at(10);
      gateway.knows.delete(id);
      scene.must(scene.asks(gateway, id) === 'live', 'I2', 'the deposed primary knows it as live, and nothing is confirmed yet');
      stayLeased(scene, api, 1_400);
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      scene.must(scene.asks(gateway, id) === 'stale', 'G5', 'what was acknowledged as ended is admitted');
      scene.must(scene.asks(gateway, other) === 'live', 'I2', 'stale is allowed');
    },
  },
  {
    name: 'D10',
    title: 'at its deadline a session with a socket is read again, and marked expired two batch times later',
    play(scene) {
      const { gateway, id } = opened(scene);
      gateway.ask(id, 'socket');
      for (let time = IDLE_TIMEOUT - 200; time < IDLE_TIMEOUT + 2 * BATCH_TIME; time += POLL_INTERVAL) {
        scene.at(time);
        scene.tick(gateway);
        scene.settlePolls(gateway);
        scene.settleLoads(gateway);
      }
      scene.must(gateway.sockets.has('socket') && scene.lapses.length === 0, 'I2', 'another process may have seen activity that is not written yet');
      scene.at(scene.world.now + POLL_INTERVAL);
      scene.tick(gateway);
      scene.must(scene.lapses.includes(id), 'I8', 'nobody marks it as expired');
    },
  },
  ...CHAINED,
];

/** The mark and the drop of everything so far. */
function trim(scene: Scene): void {
  const { primary } = scene.world;
  const bound = primary.snapshot().xmin;
  if (scene.rules.markBeforeDrop) primary.mark(bound);
  primary.drop(bound);
}

/** Polls on time until then. */
function stayLeased(scene: Scene, node: Node, until: number): void {
  while (scene.world.now < until) {
    scene.at(scene.world.now + POLL_INTERVAL);
    scene.fullPoll(node);
    if (scene.receipts.has(node)) scene.confirms(node);
  }
}

/** A gateway that allows when stale stays with a primary that was deposed; on the new one all of ada's is ended, and it has heard of it. */
function leftBehind(scene: Scene): { api: Node; gateway: Node; id: string; other: string } {
  const api = scene.api();
  const gateway = scene.consumer('gateway', { allowsWhenStale: true });
  const id = scene.world.open('ada');
  const other = scene.world.open('bob');
  scene.must(scene.asks(gateway, other) === 'live', 'I2', 'a live session is admitted');
  scene.attached.set(gateway, scene.world.primary);
  scene.world.failOver(scene.world.primary.copy());
  scene.fullPoll(api);
  gateway.hear(scene.transact(api, revokeUser('ada', null)).entry.event, 'doorbell');
  return { api, gateway, id, other };
}
