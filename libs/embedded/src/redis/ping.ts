import { createConnection } from 'node:net';

/** True when the Redis on this port of 127.0.0.1 takes the password and answers PONG; false when it does not (yet), at most 1 s. Never throws. */
export function pings(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }).unref(); // the server's process keeps us waiting, not this
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    let heard = '';
    socket.setTimeout(1_000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('connect', () => socket.write(`${request('AUTH', password)}${request('PING')}`));
    socket.setEncoding('utf8').on('data', (chunk) => {
      heard += chunk;
      if (heard === '+OK\r\n+PONG\r\n') answer(true);
      else if (heard.includes('-')) answer(false); // an error: it still loads, or is not ours
    });
  });
}

/** A command in the Redis protocol (RESP 2). Pure. */
export const request = (...words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
