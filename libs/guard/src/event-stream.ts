/** One message of an event stream. */
export type StreamMessage = { readonly event: string; readonly data: string };

/** The most that one unfinished message may hold: a stream that never ends its line must not fill the memory. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Takes a stream of server-sent events apart (WHATWG HTML §9.2.6), in pieces as they come, cut anywhere. Comments keep the line open and
 * are no messages. Throws when a message is over 4 MiB.
 */
export class EventStream {
  #rest = '';
  #event = '';
  #data: string[] = [];
  #held = 0;

  *take(piece: string): Generator<StreamMessage> {
    this.#rest += piece;
    let from = 0;
    for (const { index, 0: end } of this.#rest.matchAll(/\r\n|\n|\r/gu)) {
      // A lone CR at the very end may be half of a CRLF.
      if (end === '\r' && index === this.#rest.length - 1) break;
      const message = this.#takeLine(this.#rest.slice(from, index));
      from = index + end.length;
      if (message !== null) yield message;
    }
    this.#rest = this.#rest.slice(from);
    if (this.#rest.length + this.#held > LONGEST) throw new Error('A message of the event stream is too long.');
  }

  #takeLine(line: string): StreamMessage | null {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (field === 'event') this.#event = value;
    if (field === 'data') {
      this.#data.push(value);
      this.#held += value.length;
    }
    return null;
  }

  #end(): StreamMessage | null {
    const message = this.#data.length === 0 ? null : { event: this.#event === '' ? 'message' : this.#event, data: this.#data.join('\n') };
    this.#event = '';
    this.#data = [];
    this.#held = 0;
    return message;
  }
}
