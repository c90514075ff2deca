import { CurfewError, type Event } from '@curfew/contracts';

import type { Place } from './place.js';
import type { News } from './readers.js';

/** What this process knows of the log, for cursors: null while it knows nothing. */
export type Standing = () => { readonly place: Place; readonly cursor: string } | null;

/** Where a stream's bytes go. */
export interface Sink {
  /** Answers how many bytes wait to be taken. */
  write(text: string): number;
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
const mostBytes = 256 * 1024;
const stillHereMs = 15_000;

/**
 * Pushes events to guards as this process hears of them: a doorbell, no more. A stream that does not keep up is closed, and all are when events may
 * have been missed: who comes back with the last id gets what came after it.
 */
export class FeedStreams {
  private readonly open = new Map<string, Open>();
  private cursor: string | null = null;
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
    this.cursor = here.cursor;
    try {
      // What was rung before this moment, and is not yet in what this process knows by the log, is brought by this read.
      const { events, cursor } = await this.since(streaming.from ?? here.place);
      if (!this.isOpen(stream)) throw new CurfewError('unavailable');
      head();
      this.write(stream, 'retry: 1000\n: open\n\n');
      events.forEach((event, at) => this.write(stream, message(event, at === events.length - 1 ? cursor : null)));
      const held = stream.held ?? [];
      stream.held = null;
      for (const event of held) this.write(stream, message(event, this.cursor));
    } catch (error) {
      this.forget(stream);
      throw error;
    }
  }

  /** An event was heard, in whatever way. */
  tell(event: Event): void {
    if (this.open.size === 0) return;
    const text = message(event, this.cursor);
    for (const stream of this.open.values()) {
      if (stream.held === null) this.write(stream, text);
      else if (stream.held.push(event) > mostHeld) this.drop(stream);
    }
    // What this process knows by the log may be ahead of what it has told so far: only when this turn is over are they the same.
    setImmediate(() => (this.cursor = this.standing()?.cursor ?? null));
    if (event.type === 'api-key-revoked') this.check();
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
    this.cursor = null;
    for (const stream of this.open.values()) this.drop(stream);
  }

  /** Ends all, and takes none any more. */
  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.reset();
  }

  private stillHere(): void {
    this.cursor = this.standing()?.cursor ?? null;
    // An id alone dispatches nothing, and is where a reader would go on from.
    const text = `: still here\n${this.cursor === null ? '' : `id: ${this.cursor}\n`}\n`;
    for (const stream of this.open.values()) if (stream.held === null) this.write(stream, text);
    this.check();
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

  private write(stream: Open, text: string): void {
    if (this.isOpen(stream) && stream.sink.write(text) > mostBytes) this.drop(stream);
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

/** One event of the stream (HTML Living Standard §9.2), on one line; the id stays the last one where none is given. */
const message = (event: Event, cursor: string | null): string => `${cursor === null ? '' : `id: ${cursor}\n`}data: ${JSON.stringify(event)}\n\n`;
