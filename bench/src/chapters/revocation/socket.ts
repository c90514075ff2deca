import { WebSocket } from 'ws';

/** A client's socket: as little as one can be, so that what is measured is the server. */
export interface OpenSocket {
  /** When its end was seen here (`performance.now()`). */
  readonly ended: Promise<number>;
  close(): void;
}

/** A bare WebSocket, or socket.io's protocol over one, to whom `token` is given at the handshake. Resolves when it is let in, fails when it is not. */
export async function openSocket(url: string, token?: string): Promise<OpenSocket> {
  const bare = token === undefined;
  const socket = new WebSocket(bare ? url : `${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  const ended = new Promise<number>((resolve) => {
    const end = (): void => resolve(performance.now());
    socket.once('close', end);
    // socket.io's own word for it, after which its client hands nothing on any more.
    if (!bare) socket.on('message', (data: Buffer) => data[0] === DIGITS.message && data[1] === DIGITS.close && end());
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).once('close', () => reject(new Error('closed before it was let in')));
    if (bare) return void socket.once('open', resolve);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`);
      else if (text.startsWith('40')) resolve();
      else if (text.startsWith('44')) reject(new Error(`refused: ${text}`));
      else if (text === '2') socket.send('3');
    });
  });
  socket.on('error', () => undefined);
  return { ended, close: () => socket.terminate() };
}

const DIGITS = { message: '4'.codePointAt(0), close: '1'.codePointAt(0) };
