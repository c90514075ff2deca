import { tokenIn, type CredentialOptions, type Headers } from './credentials.js';
import type { Guard, Parting, Refused } from './guard.js';
import { hold } from './holders.js';
import { refusalFor } from './refusal.js';
import { gate, openGate, type Conn } from './socket-io-gate.js';

export { sessionOf } from './holders.js';

/** What this needs of a socket of socket.io; any of version 4 fits. */
type SocketLike = {
  readonly handshake: { readonly auth: Readonly<Record<string, unknown>>; readonly headers: Headers };
  readonly conn: Conn;
  readonly connected: boolean;
  emit(name: string, body: object): unknown;
  once(name: 'disconnect', listener: () => void): unknown;
  disconnect(close?: boolean): unknown;
};
type Next = (error?: Error) => void;
type NamespaceLike = { use(middleware: (socket: SocketLike, next: Next) => void): unknown };
type ServerLike = { on(name: 'new_namespace', listener: (namespace: NamespaceLike) => void): unknown };
/** A server of socket.io, whatever events it is typed with. */
type AnyServer = { readonly _nsps: ReadonlyMap<string, object> };

/**
 * Guards every namespace of a socket.io server: a handshake needs a live session (`auth: { token }`, a bearer or the cookie of a page of this host), else
 * `connect_error` with `data: { status, code }`. When the session ends, the socket gets `session-ended { reason }` as its last message and is closed;
 * `going-away { retryAfterMs }` comes before any other close. Nothing passes meanwhile, in either direction. Call it before anyone connects.
 */
export function curfew(io: AnyServer, guard: Pick<Guard, 'attach'>, options: CredentialOptions = {}): void {
  if (!isServer(io)) throw new TypeError('curfew(io, guard) needs a server of socket.io 4');
  const settings: unknown = Reflect.get(io, 'opts');
  // A client that was away while its session ended would be let in again without being asked who it is.
  if (typeof settings === 'object' && settings !== null && 'connectionStateRecovery' in settings && settings.connectionStateRecovery !== undefined) {
    throw new Error('connectionStateRecovery lets ended sessions back in: turn it off.');
  }
  const protect = (namespace: object): void => {
    if (isNamespace(namespace)) namespace.use(async (socket, next) => next(await admit(guard, { socket, options })));
  };
  for (const namespace of io._nsps.values()) protect(namespace);
  io.on('new_namespace', protect);
}

// Their types are bound to the events that a server is typed with; what is called here is the same for all.
const isServer = (io: AnyServer): io is AnyServer & ServerLike => io._nsps instanceof Map && 'on' in io && typeof io.on === 'function';
const isNamespace = (value: object): value is NamespaceLike => 'use' in value && typeof value.use === 'function';

type Handshake = { readonly socket: SocketLike; readonly options: CredentialOptions };

async function admit(guard: Pick<Guard, 'attach'>, { socket, options }: Handshake): Promise<Refusal | undefined> {
  const { auth, headers } = socket.handshake;
  const { conn } = socket;
  let leave = (): void => undefined;
  const found = await guard.attach(auth['token'] ?? tokenIn(headers, options), (parting) => {
    leave();
    part(socket, parting);
  });
  if (!found.active) return refusal(found.reason);
  const closeGate = gate(conn, found);
  leave = () => {
    closeGate();
    found.detach();
  };
  if (!found.passes() || conn.readyState !== 'open') {
    leave();
    return refusal('ended');
  }
  hold(socket, found);
  conn.once('close', leave);
  socket.once('disconnect', leave);
  return undefined;
}

/** Says why, and closes; a client that does not take it is cut off within a second. */
function part(socket: SocketLike, { cause, reason, retryAfterMs }: Parting): void {
  const { conn } = socket;
  openGate(conn);
  if (socket.connected) {
    if (cause === 'ended') socket.emit('session-ended', { reason });
    else socket.emit('going-away', { retryAfterMs });
    socket.disconnect(true);
  } else conn.close();
  setTimeout(() => conn.close(true), 1_000).unref();
}

type Refusal = Error & { readonly data: { readonly status: number; readonly code: string } };

function refusal(reason: Refused['reason']): Refusal {
  const { status, title, code } = refusalFor(reason).body;
  return Object.assign(new Error(title), { data: { status, code } });
}
