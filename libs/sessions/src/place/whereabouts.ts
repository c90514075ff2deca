import { isIP } from 'node:net';

import type { Location } from '@curfew/contracts';
import { moveSession, type LiveSession } from '@curfew/persistence';

import type { Change } from '../change.js';
import { describeDevice, longestUserAgent } from '../device/describe.js';
import type { Log } from '../log.js';
import type { Origin } from '../origin.js';
import { Recent } from '../recent.js';

/** What `Whereabouts` is made from. `change` does its work in one transaction, and tells its events once they are committed. */
export interface WhereaboutsParts {
  readonly change: (work: (change: Change) => Promise<void>) => Promise<unknown>;
  readonly locate: (ipAddress: string) => Location | null;
  readonly log: Log;
}

type Seen = Pick<LiveSession, 'id' | 'userAgent'> & { readonly view: Pick<LiveSession['view'], 'ipAddress'> };

/** What tells at once whether a session is used from elsewhere than was known. */
export type From = Pick<Origin, 'ipAddress' | 'userAgent'>;

interface Tried {
  readonly from: string;
  readonly to: string;
  readonly credit: number;
  readonly at: number;
}

const longestQueue = 10_000;
// A client that hops between addresses writes the first few changes as they come, then one a minute.
const burst = 5;
const refillMs = 60_000;

/**
 * Notices when a session is used from another address, system or browser than was known, and writes it down in the background: one
 * write at a time, the newest of each session. What is known is the session's copy in memory, which its `session-updated` event renews.
 */
export class Whereabouts {
  private readonly tried = new Recent<string, Tried>(longestQueue);
  private readonly waiting = new Map<string, Origin>();
  private writing: Promise<void> | undefined;

  constructor(private readonly parts: WhereaboutsParts) {}

  /** A request of the session came from there. Costs two comparisons when nothing has changed; never throws. */
  seen(session: Seen, from: From, origin: () => Origin): void {
    const userAgent = boundedAgent(from);
    if (session.view.ipAddress === from.ipAddress && (userAgent === null || userAgent === session.userAgent)) return;
    const before = `${session.view.ipAddress} ${session.userAgent}`;
    const to = `${from.ipAddress} ${userAgent}`;
    const last = this.tried.get(session.id);
    // What was tried for this copy is on its way, or was no change: another version of the same browser.
    if (last?.from === before && last.to === to) return;
    const now = performance.now();
    const credit = last === undefined ? burst : Math.min(burst, last.credit + (now - last.at) / refillMs);
    if (credit < 1 || this.waiting.size >= longestQueue || isIP(from.ipAddress) === 0) return;
    this.tried.set(session.id, { from: before, to, credit: credit - 1, at: now });
    this.waiting.set(session.id, origin());
    this.writing ??= this.write();
  }

  /** Resolves when what was seen so far is written. Never rejects. */
  async written(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    for (let next = this.next(); next !== undefined; next = this.next()) {
      const [sessionId, origin] = next;
      this.waiting.delete(sessionId);
      try {
        await this.move(sessionId, origin);
      } catch (error) {
        this.parts.log.warn({ err: error, sessionId }, 'a change of address or device could not be written: it is tried again when the session is used');
        this.again(sessionId);
      }
    }
    this.writing = undefined;
  }

  private next(): readonly [string, Origin] | undefined {
    const [next] = this.waiting;
    return next;
  }

  private async move(sessionId: string, origin: Origin): Promise<void> {
    const { ipAddress, requestId } = origin;
    const move = { sessionId, ipAddress, location: this.parts.locate(origin.clientAddress ?? ipAddress), userAgent: boundedAgent(origin), device: describeDevice(origin), requestId };
    await this.parts.change(async (change) => {
      const event = await moveSession(change.sql, move);
      if (event !== undefined) change.record(event);
    });
  }

  private again(sessionId: string): void {
    const last = this.tried.get(sessionId);
    if (last !== undefined) this.tried.set(sessionId, { ...last, to: '' });
  }
}

const boundedAgent = ({ userAgent }: From): string | null => userAgent?.slice(0, longestUserAgent) ?? null;
