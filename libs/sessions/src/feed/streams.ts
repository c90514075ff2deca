import { CurfewError, type Event } from '@curfew/contracts';

import type { Place } from './place.js';
import type { News } from './readers.js';

/** What this process knows of the log, for cursors: null while it knows nothing. */
export type Standing = () => { readonly place: Place; readonly cursor: string } | null;

/** Where a stream's bytes go. */
export interface Sink {
  /** How many bytes wait to be taken. */
  waiting(): number;
  write(bytes: Buffer): void;
  /** Resolves when none wait, or the other side is gone. */
  drained(): Promise<void>;
  end(): void;
}

/** A stream that is opened: whose it is, where it goes on from, and whether its key is still good. */
export interface Streaming {
  readonly consumerId: string;
  readonly from: Place | null;
  readonly sink: Sink;
  readonly mayGoOn: () => Promise<boolean>;
}

interface Open extends Streaming {
  /** What came before the beginning was written; null from then on. */
  held: Event[] | null;
}

const mostHeld = 1_000;
const piece = 100;
const mostBytes = 256 * 1024;
const stillHereMs = 15_000;

/**
 * Pushes events to guards as this process hears of them: a doorbell, no more. A stream that does not keep up is closed, and all are when events may
 * have been missed: who comes back with the last id gets what came after it.
 */
export class FeedStreams {
  private readonly open = new Map<string, Open>();
  private heard: Event[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly standing: Standing,
    private readonly since: (place: Place) => Promise<News>,
  ) {}

  /** Begins a stream; one of the same consumer makes way. @throws CurfewError `unavailable`, `cursor-too-old`: then nothing was written */
  async begin(streaming: Streaming, head: () => void): Promise<void> {
    const here = this.standing();
    if (here === null || this.closed) throw new CurfewError('unavailable');
    this.timer ??= setInterval(() => this.stillHere(), stillHereMs).unref();
    this.end(streaming.consumerId);
    const stream: Open = { ...streaming, held: [] };
    this.open.set(streaming.consumerId, stream);
    try {
      // What was rung before this moment, and is not yet in what this process knows by the log, is brought by this read.
      const { events, cursor } = await this.since(streaming.from ?? here.place);
      if (!this.isOpen(stream)) throw new CurfewError('unavailable');
      head();
      stream.sink.write(Buffer.from('retry: 1000\n: open\n\n'));
      await this.catchUp(stream, events, cursor);
    } catch (error) {
      this.forget(stream);
      throw error;
    }
  }

  /** An event was heard, in whatever way. */
  tell(event: Event): void {
    if (this.open.size === 0) return;
    for (const { held } of this.open.values()) held?.push(event);
    // What this process knows by the log may be ahead of what it has told so far: only when this turn is over are they the same.
    if (this.heard.push(event) === 1) setImmediate(() => this.flush());
  }

  /** Ends the stream of a consumer, where it has one. */
  end(consumerId: string): void {
    const stream = this.open.get(consumerId);
    if (stream !== undefined) this.drop(stream);
  }

  /** Forgets a stream whose other side is gone. */
  gone(consumerId: string, sink: Sink): void {
    if (this.open.get(consumerId)?.sink === sink) this.open.delete(consumerId);
  }

  /** Events may have been missed: all begin again. */
  reset(): void {
    for (const stream of this.open.values()) this.drop(stream);
  }

  /** Ends all, and takes none any more. */
  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.reset();
  }

  // All that was told in one turn goes out together, in bytes that all streams share; its end is where a reader would go on from.
  private flush(): void {
    const events = this.heard;
    this.heard = [];
    this.push(messages(events, this.standing()?.cursor ?? null));
    if (events.some(({ type }) => type === 'api-key-revoked')) this.check();
  }

  private stillHere(): void {
    const here = this.standing();
    // An id alone dispatches nothing.
    this.push(`: still here\n${here === null ? '' : `id: ${here.cursor}\n`}\n`);
    this.check();
  }

  private push(text: string): void {
    const bytes = Buffer.from(text);
    for (const stream of this.open.values()) {
      const behind = stream.held === null ? stream.sink.waiting() > mostBytes : stream.held.length > mostHeld;
      if (behind) this.drop(stream);
      else if (stream.held === null) stream.sink.write(bytes);
    }
  }

  // At the speed at which it is taken; what happens meanwhile is held, and comes after it.
  private async catchUp(stream: Open, events: readonly Event[], cursor: string): Promise<void> {
    for (let at = 0; at < events.length && this.isOpen(stream); at += piece) {
      const isLast = at + piece >= events.length;
      stream.sink.write(Buffer.from(messages(events.slice(at, at + piece), isLast ? cursor : null)));
      await stream.sink.drained();
    }
    const held = stream.held ?? [];
    stream.held = null;
    if (this.isOpen(stream) && held.length > 0) stream.sink.write(Buffer.from(messages(held, null)));
  }

  // A key that cannot be asked about now is asked about again.
  private check(): void {
    for (const stream of this.open.values()) {
      stream.mayGoOn().then(
        (may) => (may ? undefined : this.drop(stream)),
        () => undefined,
      );
    }
  }

  private drop(stream: Open): void {
    this.forget(stream);
    stream.sink.end();
  }

  private forget(stream: Open): void {
    if (this.isOpen(stream)) this.open.delete(stream.consumerId);
  }

  private isOpen(stream: Open): boolean {
    return this.open.get(stream.consumerId) === stream;
  }
}

/** Events of the stream (HTML Living Standard §9.2), each on one line; the last has an id, where it is known what that is. */
const messages = (events: readonly Event[], cursor: string | null): string =>
  events.map((event, at) => `${cursor !== null && at === events.length - 1 ? `id: ${cursor}\n` : ''}data: ${JSON.stringify(event)}\n\n`).join('');
