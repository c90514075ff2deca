import type { Session } from '@curfew/contracts';
import type { LiveSession } from '@curfew/persistence';

import { deadlineOf, reachOf, type Reach } from './reach.js';

/** The session that asks, as JSON, and how many bytes that is. */
export interface CurrentText {
  readonly text: string;
  readonly bytes: number;
}

/** What its text depends on besides the session. */
interface Asked {
  readonly now: number;
  readonly connections: number;
  readonly idleTimeoutMs: number;
}

/**
 * Writes the session that asks as JSON. Between two readings of a session only two of its times move with each request, so the rest is written once
 * for each copy in memory, and again when the number of its sockets changes.
 */
export class CurrentTexts {
  private readonly written = new WeakMap<LiveSession, Written>();
  private readonly instants = { expiresAt: new Instant(), lastActiveAt: new Instant() };

  /** The text of `whole`, which is what `session` looks like now. */
  of(session: LiveSession, { now, connections, idleTimeoutMs }: Asked, whole: () => Session): CurrentText {
    let written = this.written.get(session);
    if (written === undefined || written.connections !== connections) this.written.set(session, (written = cut(whole(), reachOf(session.view, idleTimeoutMs))));
    const { pieces: [head, middle, tail], first, second, bytes, reach } = written;
    const moved = { expiresAt: this.instants.expiresAt.text(deadlineOf(reach, now)), lastActiveAt: this.instants.lastActiveAt.text(now) };
    return { text: head + moved[first] + middle + moved[second] + tail, bytes };
  }
}

/** Writes instants, the last one once: many sessions ask within a millisecond, and most may be idle for as long. */
class Instant {
  private at = Number.NaN;
  private last = '';

  text(epochMs: number): string {
    if (epochMs !== this.at) [this.at, this.last] = [epochMs, new Date(epochMs).toISOString()];
    return this.last;
  }
}

type Moving = 'expiresAt' | 'lastActiveAt';

interface Written {
  readonly connections: number;
  readonly first: Moving;
  readonly second: Moving;
  readonly pieces: readonly [string, string, string];
  readonly bytes: number;
  readonly reach: Reach;
}

// An instant as it is written: always of this length (RFC 3339, milliseconds, UTC).
const INSTANT = '2026-01-01T00:00:00.000Z'.length;

// No text within a session can look like its keys: a quote in a text is written with a backslash.
const cut = (session: Session, reach: Reach): Written => {
  const text = JSON.stringify(session);
  const places = (['expiresAt', 'lastActiveAt'] as const).map((key) => ({ key, at: text.indexOf(`"${key}":"`) + key.length + 4 }));
  const [first, second] = places.toSorted((a, b) => a.at - b.at);
  if (first === undefined || second === undefined) throw new Error('A session has two times that move.');
  return {
    connections: session.connections,
    first: first.key,
    second: second.key,
    pieces: [text.slice(0, first.at), text.slice(first.at + INSTANT, second.at), text.slice(second.at + INSTANT)],
    bytes: Buffer.byteLength(text),
    reach,
  };
};
