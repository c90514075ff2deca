import { WebSocket } from 'ws';
import { clock } from '../harness/clock.js';

/** What a client speaks: frames of JSON as they are, or socket.io's protocol over WebSocket alone. */
export type Speech = 'ws' | 'socket.io';

export interface ClientOptions {
  readonly url: string;
  readonly speech: Speech;
  /** Given to a Curfew at the handshake. */
  readonly token?: string | undefined;
  /** Each message that the server sent of itself, as it stood on the wire. */
  readonly hear: (text: string) => void;
}

/** One socket: as little as a client can be, so that many fit in a process and what is measured is the server. */
export interface Client {
  /** When it was let in (`clock`); fails when it was refused. */
  readonly opened: Promise<number>;
  /** When its end was seen. */
  readonly ended: Promise<number>;
  /** Resolves when the server has acknowledged it. */
  emit(name: string): Promise<void>;
  close(): void;
}

export function connected({ url, speech, token, hear }: ClientOptions): Client {
  const bare = speech === 'ws';
  let acknowledged: (() => void) | undefined;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${bare ? '/' : '/socket.io/?EIO=4&transport=websocket'}`, { perMessageDeflate: false, skipUTF8Validation: true });
  const ended = new Promise<number>((resolve) => void socket.once('close', () => resolve(clock())));
  const opened = new Promise<number>((resolve, reject) => {
    socket.once('error', reject);
    void ended.then(() => reject(new Error('closed before it was let in')));
    if (bare) socket.once('open', () => resolve(clock()));
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text === 'done' || text.startsWith('43')) acknowledged?.();
      else if (bare) hear(text);
      else if (text.startsWith('42')) hear(text);
      else if (text.startsWith('40')) resolve(clock());
      else if (text.startsWith('44')) reject(new Error(text));
      else if (text === '2') socket.send('3');
      else if (text.startsWith('0')) socket.send(`40${token === undefined ? '' : JSON.stringify({ token })}`);
    });
  });
  // Refused or not, nobody needs to wait for it.
  opened.catch(() => undefined);
  const emit = (name: string): Promise<void> =>
    new Promise((resolve) => {
      acknowledged = resolve;
      socket.send(bare ? name : `420["${name}"]`);
    });
  return { opened, ended, emit, close: () => socket.close() };
}
