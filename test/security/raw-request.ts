import { connect } from 'node:net';
import { within } from '../support/eventually.js';

/** What came back over one connection: every answer on it, one after the other. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Says exactly these bytes to a server, and gives all that it answers until it closes. Fails when it is not closed within 12 s. */
export async function sayRaw({ url }: { readonly url: string }, text: string | Buffer): Promise<readonly RawAnswer[]> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.write(text);
  try {
    await within(12_000, closed, 'the connection is closed');
  } finally {
    socket.destroy();
  }
  return answersIn(Buffer.concat(parts).toString('latin1'));
}

const answersIn = (text: string): readonly RawAnswer[] => {
  const at = text.indexOf('\r\n\r\n');
  if (at < 0) return [];
  const [first = '', ...lines] = text.slice(0, at).split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const rest = text.slice(at + 4);
  const chunked = headers['transfer-encoding'] === 'chunked';
  const length = chunked ? rest.indexOf('0\r\n\r\n') + 5 : Number(headers['content-length'] ?? 0);
  return [{ status: Number(first.split(' ')[1]), headers, body: rest.slice(0, length) }, ...answersIn(rest.slice(length))];
};
