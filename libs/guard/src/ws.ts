import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { tokenIn, type CredentialOptions } from './credentials.js';
import type { Attached, Guard, Parting, Refused } from './guard.js';
import { hold } from './holders.js';
import { refusalFor } from './refusal.js';

export { sessionOf } from './holders.js';

/** The close code of a socket whose session ended; why is in its reason. With this token there is no coming back. */
export const SESSION_ENDED = 4401;
/** The close code of "try again later": Curfew cannot be reached, or this server stops. */
export const TRY_AGAIN_LATER = 1013;

/** What this needs of a socket of ws; any of version 8 fits. */
type Socket = {
  send(...args: readonly never[]): unknown;
  emit(name: string, ...args: readonly unknown[]): boolean;
  once(name: 'close', listener: () => void): unknown;
  close(code: number, reason: string): unknown;
  terminate(): unknown;
};
type SocketServer<S> = {
  handleUpgrade(request: IncomingMessage, duplex: Duplex, head: Buffer, done: (socket: S) => void): unknown;
  emit(name: 'connection', socket: S, request: IncomingMessage): unknown;
};
type HttpServer = { on(name: 'upgrade', listener: (request: IncomingMessage, duplex: Duplex, head: Buffer) => void): unknown };

export type WsOptions = CredentialOptions & {
  readonly server: HttpServer;
  /** Only upgrades of this path are taken; others are left to others. */
  readonly path?: string;
};

/**
 * Takes the upgrades of an HTTP server for a `new WebSocketServer({ noServer: true })`: only a live session is let in (a bearer, the cookie of a page of this
 * host, or for browsers the subprotocol `bearer.<token>`), else 401, or 503 while it cannot be known. When the session ends, its sockets are closed with 4401
 * and the reason. Nothing passes meanwhile, in either direction.
 */
export function curfew<S extends Socket>(wss: SocketServer<S>, guard: Pick<Guard, 'attach'>, { server, path, ...options }: WsOptions): void {
  server.on('upgrade', (request, duplex, head) => {
    if (path !== undefined && pathOf(request) !== path) return;
    void upgrade({ request, duplex, head }, guard, { wss, token: tokenOf(request, options) });
  });
}

type Upgrade = { readonly request: IncomingMessage; readonly duplex: Duplex; readonly head: Buffer };
type Into<S> = { readonly wss: SocketServer<S>; readonly token: string | undefined };

async function upgrade<S extends Socket>({ request, duplex, head }: Upgrade, guard: Pick<Guard, 'attach'>, { wss, token }: Into<S>): Promise<void> {
  // Until ws has taken it over, an error of it would be nobody's, and end the process.
  const ignore = (): void => void duplex.destroy();
  duplex.on('error', ignore);
  let opened: S | null = null;
  const found = await guard.attach(token, (parting) => (opened === null ? duplex.destroy() : part(opened, parting)));
  if (!found.active) return refuse(duplex, found.reason);
  duplex.once('close', () => found.detach());
  if (duplex.destroyed || !found.passes()) {
    found.detach();
    return refuse(duplex, 'ended');
  }
  duplex.off('error', ignore);
  wss.handleUpgrade(request, duplex, head, (socket) => {
    opened = socket;
    fence(socket, found);
    hold(socket, found);
    wss.emit('connection', socket, request);
  });
}

/** What arrives while its session may not pass is dropped, and so is what would be sent. */
function fence(socket: Socket, session: Attached): void {
  const [send, emit] = [socket.send.bind(socket), socket.emit.bind(socket)];
  Object.assign(socket, {
    emit: (name: string, ...args: readonly unknown[]) => (name === 'message' && !session.passes() ? false : emit(name, ...args)),
    send: (...args: readonly never[]) => {
      if (session.passes()) return send(...args);
      const told: unknown = args.at(-1);
      if (typeof told === 'function') told(new Error('The session of this socket may not pass now.'));
      return undefined;
    },
  });
}

/** A client that does not answer the close is cut off within a second. */
function part(socket: Socket, { cause, reason }: Parting): void {
  if (cause === 'ended') socket.close(SESSION_ENDED, reason ?? 'session-ended');
  else socket.close(TRY_AGAIN_LATER, 'going-away');
  setTimeout(() => socket.terminate(), 1_000).unref();
}

function refuse(duplex: Duplex, reason: Refused['reason']): void {
  const { status, headers, body } = refusalFor(reason);
  const text = JSON.stringify(body);
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(text)), connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  duplex.end(`HTTP/1.1 ${status} ${status === 401 ? 'Unauthorized' : 'Service Unavailable'}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

/** Browsers can set no header on a socket, but name subprotocols. */
function tokenOf({ headers }: IncomingMessage, options: CredentialOptions): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((each) => each.trim()) ?? [];
  return offered.find((each) => each.startsWith('bearer.'))?.slice('bearer.'.length) ?? tokenIn(headers, options);
}
