import type { Node } from './node.js';
import type { Receipts } from './receipts.js';
import { POLL_INTERVAL } from './rules.js';
import { Violation } from './types.js';
import type { Weather } from './weather.js';
import type { World } from './world.js';

/** I8 and I2: long after the last fault everyone knows everything again, and nobody is refused without a reason. */
export function mustHaveConverged(world: World): void {
  for (const node of world.nodes) {
    if (!world.machine.mayAdmit(node.state, node.instant())) throw new Violation('I8', `${node.id} has no lease, long after the last fault`);
    for (const [socketId, id] of node.sockets) {
      const end = world.oracle.ended.get(id);
      if (end !== undefined && end.at < world.now - 3 * POLL_INTERVAL) throw new Violation('I8', `${socketId} of ${id} is still open on ${node.id}`);
      const mustPass = world.isSurelyLive(id) && !isJustOver(node, socketId);
      if (mustPass && !world.machine.passes(node.state, socketId, node.instant())) throw new Violation('I8', `nothing passes on ${socketId} of ${id} at ${node.id}, which is live`);
    }
  }
}

/** Every receipt of a commit that survived is confirmed in the end, and where G1 or G2 hold, soon. */
export function mustBeConfirmed(world: World, receipts: Iterable<Receipts>, weather: Weather): void {
  // Rows of consumers that allow when stale count until they acknowledge; numbers of another cluster cannot be compared.
  const mayStayOpen = weather.failover === 'restore' || world.nodes.some(({ allowsWhenStale }) => allowsWhenStale);
  for (const { open, took } of receipts) {
    const left = [...open.values()].find(({ entry }) => !world.lost.has(entry.event.id));
    if (left !== undefined && !mayStayOpen) throw new Violation('G5', `the receipt of ${left.entry.event.id} is never confirmed`);
    const longest = Math.max(0, ...took);
    if (weather.name === 'healthy' && longest > 60) throw new Violation('G1', `a receipt took ${longest}`);
    if (weather.name === 'redis-lost' && longest > 3.5 * POLL_INTERVAL) throw new Violation('G2', `a receipt took ${longest}`);
  }
}

/** Its deadline passed as this process knows it: the next tick has it read again. */
function isJustOver(node: Node, socketId: string): boolean {
  const { mono, wall } = node.instant();
  const copy = node.state.sockets.get(socketId);
  const isOver = (ago: number): boolean => copy !== undefined && node.machine.passed(copy.deadline, { mono: mono - ago, wall: wall - ago });
  return isOver(0) && !isOver(2.5 * POLL_INTERVAL);
}
