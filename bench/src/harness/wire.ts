import { connect, type Socket } from 'node:net';

/** One answer: its status, and when it had wholly come (`performance.now()`). */
export interface Answer {
  readonly status: number;
  readonly at: number;
  readonly body: string;
}

/**
 * A kept connection that says the bytes given and reads one answer at a time: far cheaper than a whole HTTP client, so that what is measured is the server.
 * A request at a time: whoever wants more at once takes more wires. Servers close one that says nothing for some seconds: it fails then.
 */
export interface Wire {
  ask(request: Buffer): Promise<Answer>;
  close(): void;
}

/** A request as it goes over the wire. */
export function requestOf(what: string, { host, headers = {}, body }: { readonly host: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: object }): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const described = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const lines = Object.entries({ host, ...headers, ...described }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${what} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
}

export async function wireTo(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => void socket.once('connect', resolve).once('error', reject));
  return speaking(socket);
}

function speaking(socket: Socket): Wire {
  let waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;
  let text = '';
  let closed = false;
  const fail = (error?: Error): void => {
    waiting?.reject(error ?? new Error('the server closed the connection'));
    waiting = undefined;
  };
  socket.setEncoding('latin1');
  socket.on('error', fail).on('close', () => {
    closed = true;
    fail();
  });
  socket.on('data', (part: string) => {
    text += part;
    const answer = answerIn(text);
    if (answer === undefined || waiting === undefined) return;
    const { resolve } = waiting;
    [text, waiting] = ['', undefined];
    resolve({ ...answer, at: performance.now() });
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (closed) return void reject(new Error('the server has closed the connection'));
        if (waiting !== undefined) return void reject(new Error('a wire asks one question at a time'));
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

/** The answer that this text is, or nothing when it has not wholly come. */
export function answerIn(text: string): { readonly status: number; readonly body: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const status = Number(text.slice(9, 12));
  const head = text.slice(0, end).toLowerCase();
  const [, length] = /\r\ncontent-length: *(\d+)/.exec(head) ?? [];
  const body = text.slice(end + 4);
  if (length !== undefined) return body.length >= Number(length) ? { status, body } : undefined;
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { status, body };
  return body.endsWith('0\r\n\r\n') ? { status, body } : undefined;
}
