import type { Event } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';
import { atEnd } from './at-end.js';
import type { Door } from './curfew.js';
import type { Device } from './device.js';
import { eventually, within } from './eventually.js';

/** A message as it came. */
export interface Message {
  readonly name: string;
  readonly body: unknown;
}

/** A socket of a device that was let in. It does not come back by itself. */
export interface Connection {
  readonly socket: Socket;
  /** Everything that came, in order. */
  readonly messages: readonly Message[];
  /** The first event of this type that came or comes, for which `is` holds. */
  heard(type: Event['type'], is?: (event: Event) => boolean): Promise<Event>;
  /** Waits until the server closes it, and gives the reason in its last message: that of its session's end. */
  ending(): Promise<string | null>;
  /** How it was closed, in socket.io's words. */
  closed(): Promise<string>;
  close(): void;
}

/** Why a handshake was refused. */
export interface Refused {
  readonly message: string;
  readonly data: unknown;
}

/** Connects a device to a gateway; fails when it is refused. */
export async function connected(device: Device, gateway: Door): Promise<Connection> {
  const { outcome, connection } = attempt(device, gateway);
  const refused = await outcome;
  if (refused) throw new Error(`the handshake was refused: ${refused.message} ${JSON.stringify(refused.data)}`);
  return connection;
}

/** Tries to connect what must not be let in, and gives why; fails when it is. */
export async function refused(device: Device, gateway: Door): Promise<Refused> {
  const { outcome, connection } = attempt(device, gateway);
  const why = await outcome;
  connection.close();
  if (!why) throw new Error('the handshake was not refused');
  return why;
}

/** Begins to connect: `outcome` is why it was refused, or undefined once it is in. Nothing is waited for. */
export function attempt(device: Device, gateway: Door): { readonly outcome: Promise<Refused | undefined>; readonly connection: Connection } {
  const byToken = device.delivery === 'token';
  const socket = io(gateway.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(byToken ? { auth: { token: device.token } } : { extraHeaders: { ...device.credentials() } }),
  });
  const messages: Message[] = [];
  socket.onAny((name: string, body: unknown) => messages.push({ name, body }));
  const end = new Promise<string>((resolve) => {
    socket.once('disconnect', resolve);
  });
  const outcome = new Promise<Refused | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', (error: Error & { data?: unknown }) => resolve({ message: error.message, data: error.data }));
  });
  open.add(socket);
  return { outcome, connection: { socket, messages, ...reading(messages, end), close: () => void socket.disconnect() } };
}

function reading(messages: readonly Message[], end: Promise<string>) {
  const closed = (): Promise<string> => within(10_000, end, 'the socket is closed');
  return {
    closed,
    heard: (type: Event['type'], is: (event: Event) => boolean = () => true): Promise<Event> =>
      eventually(() => messages.filter(({ name }) => name === type).map(({ body }) => body as Event).find(is)),
    ending: async (): Promise<string | null> => {
      const how = await closed();
      if (how !== 'io server disconnect') throw new Error(`the socket ended otherwise: ${how}`);
      const last = messages.at(-1);
      if (last?.name !== 'session-revoked' && last?.name !== 'session-expired') throw new Error(`its last message was ${JSON.stringify(last)}`);
      return (last.body as Event).reason;
    },
  };
}

const open = new Set<Socket>();

atEnd(() => open.forEach((socket) => socket.disconnect()));
