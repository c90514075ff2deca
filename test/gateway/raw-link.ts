import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { Door } from '../support/curfew.js';
import { within } from '../support/eventually.js';

/** What a request for a WebSocket was answered: the status, and with 101 the link. */
export interface Upgraded {
  readonly status: number;
  readonly link: RawLink | undefined;
}

/** A WebSocket by hand: it says what no client would, and reads only when asked to. */
export interface RawLink {
  say(text: string): void;
  sayBytes(bytes: Buffer): void;
  /** Every text frame that came since `read` was called. */
  readonly heard: readonly string[];
  read(): void;
  /** Resolves when the transport is gone. Reads. */
  closed(withinMs?: number): Promise<void>;
  destroy(): void;
}

/** Asks a gateway for a WebSocket, with these headers. */
export function upgrade({ url }: Pick<Door, 'url'>, headers: Readonly<Record<string, string>> = {}, query = 'EIO=4&transport=websocket'): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/socket.io/?${query}`, {
      agent: false,
      headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64'), ...headers },
    });
    asked.once('response', (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, link: undefined });
    });
    asked.once('upgrade', (_answer, socket, head) => resolve({ status: 101, link: linkOver(socket, head) }));
    asked.once('error', reject);
    asked.end();
  });
}

/** A link that was let in. */
export async function linked(gateway: Pick<Door, 'url'>): Promise<RawLink> {
  const { status, link } = await upgrade(gateway);
  if (link === undefined) throw new Error(`no WebSocket: answered ${status}`);
  return link;
}

const linkOver = (socket: Socket, head: Buffer): RawLink => {
  const heard: string[] = [];
  let left = head;
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  open.add(socket);
  socket.pause();
  socket.on('error', () => undefined);
  const read = (): void => {
    socket.on('data', (data: Buffer) => {
      left = takeTexts(Buffer.concat([left, data]), heard);
    });
    socket.resume();
  };
  const say = (opcode: number, payload: Buffer): void => void (socket.destroyed || socket.write(frame(opcode, payload)));
  return {
    heard,
    read,
    say: (text) => say(1, Buffer.from(text)),
    sayBytes: (bytes) => say(2, bytes),
    closed: (withinMs = 3_000) => {
      socket.resume();
      return within(withinMs, gone, 'the link is closed');
    },
    destroy: () => void socket.destroy(),
  };
};

// RFC 6455 §5.2, with a mask of zeros.
const frame = (opcode: number, payload: Buffer): Buffer => {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

/** Takes whole unmasked frames off the front. */
const takeTexts = (bytes: Buffer, texts: string[]): Buffer => {
  let rest = bytes;
  while (rest.length >= 2) {
    const short = (rest[1] ?? 0) & 0x7f;
    const start = short === 126 ? 4 : 2;
    if (rest.length < start) break;
    const end = start + (short === 126 ? rest.readUInt16BE(2) : short);
    if (rest.length < end) break;
    if (((rest[0] ?? 0) & 0x0f) === 1) texts.push(rest.toString('utf8', start, end));
    rest = rest.subarray(end);
  }
  return rest;
};

const open = new Set<Socket>();

afterAll(() => open.forEach((socket) => socket.destroy()));
