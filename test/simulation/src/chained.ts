import type { Directed } from './directed.js';
import type { Node } from './node.js';
import { LEASE } from './rules.js';
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
];
