import type { Link } from '../sockets/wire.js';

/** How many packets wait for a transport that takes no more: its client does not read. */
export class Backlog {
  private readonly waiting = new WeakMap<Link, number>();

  /** One more is about to be sent. */
  add(link: Link): number {
    const count = (this.waiting.get(link) ?? 0) + 1;
    this.waiting.set(link, count);
    return count;
  }

  /** How many wait now. */
  waitingFor(link: Link): number {
    return this.waiting.get(link) ?? 0;
  }

  /** The transport took all that waited. */
  drained(link: Link): void {
    this.waiting.delete(link);
  }
}
