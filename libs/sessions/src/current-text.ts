import type { Session } from '@curfew/contracts';
import type { LiveSession } from '@curfew/persistence';

/** The session that asks, as JSON, and how many bytes that is. */
export interface CurrentText {
  readonly text: string;
  readonly bytes: number;
}

/**
 * Writes the session that asks as JSON. Between two readings of a session only two of its times move with each request, so the rest is written once
 * for each copy in memory, and again when the number of its sockets changes.
 */
export class CurrentTexts {
  private readonly written = new WeakMap<LiveSession, Written>();

  /** The text of `view`, which is what `session` looks like now. */
  of(session: LiveSession, view: Pick<Session, Moving | 'connections'>, whole: () => Session): CurrentText {
    let written = this.written.get(session);
    if (written === undefined || written.connections !== view.connections) this.written.set(session, (written = cut(whole())));
    const { pieces: [head, middle, tail], first, second, bytes } = written;
    return { text: head + view[first] + middle + view[second] + tail, bytes };
  }
}

type Moving = 'expiresAt' | 'lastActiveAt';

interface Written {
  readonly connections: number;
  readonly first: Moving;
  readonly second: Moving;
  readonly pieces: readonly [string, string, string];
  readonly bytes: number;
}

// An instant as it is written: always of this length (RFC 3339, milliseconds, UTC).
const INSTANT = '2026-01-01T00:00:00.000Z'.length;

// No text within a session can look like its keys: a quote in a text is written with a backslash.
const cut = (session: Session): Written => {
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
  };
};
