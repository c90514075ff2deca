import { revokeUser } from './changes.js';
import type { Directed } from './directed.js';
import type { Database } from './database.js';
import type { Node } from './node.js';
import { LEASE, POLL_INTERVAL } from './rules.js';
import type { Scene } from './scene.js';
import type { NodeOptions } from './world.js';

/** An api and a guard behind it, both with a lease, and a session that the guard holds in memory. */
function guarded(scene: Scene, options: NodeOptions = {}): { api: Node; guard: Node; id: string } {
  const api = scene.api();
  const guard = scene.consumer('guard', options);
  const id = scene.world.open('ada');
  scene.must(scene.asks(guard, id) === 'live', 'I2', 'a live session is admitted');
  scene.confirms(api);
  return { api, guard, id };
}

/** A failover leaves the old primary answering; the api is with the new one, and so is the guard, at first. */
function replaced(scene: Scene): { api: Node; guard: Node; id: string; old: Database } {
  const { api, guard, id } = guarded(scene);
  const old = scene.world.primary;
  scene.world.failOver(old.copy());
  for (const node of [api, guard]) scene.fullPoll(node);
  return { api, guard, id, old };
}

/** All of them poll on time until then. */
function stayFresh(scene: Scene, nodes: readonly Node[], until: number): void {
  while (scene.world.now < until) {
    scene.at(scene.world.now + POLL_INTERVAL);
    for (const node of nodes) scene.fullPoll(node);
    for (const api of scene.receipts.keys()) scene.confirms(api);
  }
}

/** Schedules for consumers that reach everything through an api: a lease must not be added to another. */
export const CHAINED: readonly Directed[] = [
  {
    name: 'C16',
    title: "a feed from the api's memory would add its lease to the guard's",
    play(scene) {
      const { api, guard, id } = guarded(scene);
      scene.fullPoll(api);
      scene.at(10);
      scene.end(api, id);
      scene.at(400);
      scene.fullPoll(guard);
      scene.at(1_250);
    },
  },
  {
    name: 'C16b',
    title: 'a request that waits is not answered by a read that was sent for others before it arrived',
    play(scene) {
      const { api, guard, id } = guarded(scene);
      scene.earlierRead = scene.world.primary.copy();
      scene.at(10);
      scene.end(api, id);
      scene.at(400);
      scene.fullPoll(guard);
      scene.at(1_400);
    },
  },
  {
    name: 'C16c',
    title: "a guard's lease counts from when it asked, however long its api holds the answer",
    play(scene) {
      const { api, guard, id } = guarded(scene);
      scene.at(100);
      guard.take({ kind: 'poll' });
      scene.firstHalf(guard);
      scene.secondHalf(guard);
      scene.at(110);
      scene.end(api, id);
      scene.at(400);
      scene.answer(guard);
      scene.at(1_400);
    },
  },
  {
    name: 'C18b',
    title: 'two replicas of a guard with one configured name: the poll of one says nothing of the other',
    play(scene) {
      const { api, guard, id } = guarded(scene);
      const replica = scene.consumer('guard');
      scene.must(scene.asks(replica, id) === 'live', 'I2', 'a live session is admitted');
      scene.redisLost = true;
      scene.at(50);
      scene.end(api, id);
      scene.fullPoll(guard);
      scene.must(!scene.confirms(api), 'G5', 'the poll of one replica counted for both');
      scene.fullPoll(replica);
      scene.must(scene.confirms(api), 'G2', 'both have polled');
    },
  },
  {
    name: 'C21b',
    title: 'a guard that allows when stale, behind an api that is gone, never counts as lapsed',
    play(scene) {
      const { api, guard, id } = guarded(scene, { allowsWhenStale: true });
      scene.at(1.5 * LEASE);
      scene.fullPoll(api);
      scene.end(api, id);
      scene.must(!scene.confirms(api), 'G5', 'confirmed, though a guard admits without a lease');
      scene.fullPoll(guard);
      scene.must(scene.confirms(api), 'G2', 'it has acknowledged');
    },
  },
  {
    name: 'C22',
    title: "a guard's own lease is the one in its row",
    play(scene) {
      const { api, id } = guarded(scene);
      scene.at(510);
      scene.fullPoll(api);
      scene.end(api, id);
      scene.must(!scene.confirms(api), 'G5', 'counted as lapsed before its lease has ended');
    },
  },
  {
    name: 'C22b',
    title: 'a guard that chose a shorter lease admits no longer than that, and is waited for no longer',
    play(scene) {
      const { api, id } = guarded(scene, { leaseMs: 0.6 * LEASE });
      scene.at(10);
      scene.end(api, id);
      scene.at(0.65 * LEASE);
      scene.must(scene.confirms(api), 'G3', 'a guard whose lease has ended is not waited for');
      scene.at(1_400);
    },
  },
  {
    name: 'C23',
    title: 'a guard reaches several apis by one address, one of them still at a deposed primary: what that reads is no answer',
    play(scene) {
      const { api, guard, id, old } = replaced(scene);
      const other = scene.world.open('bob');
      guard.hear(scene.transact(api, revokeUser('ada', null)).entry.event, 'doorbell');
      stayFresh(scene, [api, guard], 1_400);
      scene.must(scene.confirms(api), 'G1', 'everyone has acknowledged');
      scene.attached.set(guard, old);
      scene.must(scene.asks(guard, id) === 'stale', 'G5', 'a deposed primary is believed');
      scene.must(scene.asks(guard, other) === 'stale', 'I2', 'a deposed primary is believed that it knows no such session');
      scene.attached.delete(guard);
      scene.must(scene.asks(guard, other) === 'live', 'I2', 'by the other api it is admitted');
    },
  },
  {
    name: 'C23b',
    title: 'the same, and the guard has not yet heard of the new primary: whoever tells it first has it begin anew',
    play(scene) {
      const { api, guard, id } = guarded(scene);
      scene.attached.set(guard, scene.world.primary);
      scene.world.failOver(scene.world.primary.copy());
      scene.fullPoll(api);
      scene.attached.delete(guard);
      const other = scene.world.open('bob');
      guard.ask(other);
      scene.settleLoads(guard);
      scene.settlePolls(guard);
      scene.must(scene.asks(guard, other) === 'live', 'I2', 'after a poll of the new primary it is admitted');
      scene.end(api, id);
      stayFresh(scene, [api], 1_400);
    },
  },
  {
    name: 'C24',
    title: 'a row that one server renewed, and a page that another one read: no proof, and no lease',
    play(scene) {
      const { api, guard, id } = guarded(scene);
      const old = scene.world.primary;
      scene.world.failOver(old.copy());
      scene.fullPoll(api);
      scene.end(api, id);
      while (scene.world.now < 1_400) {
        scene.at(scene.world.now + POLL_INTERVAL);
        guard.take({ kind: 'poll' });
        scene.firstHalf(guard);
        scene.attached.set(guard, old);
        if (scene.secondHalf(guard)) scene.answer(guard);
        scene.attached.delete(guard);
      }
    },
  },
];
