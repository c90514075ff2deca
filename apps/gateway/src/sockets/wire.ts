import type { ServerMessages } from '@curfew/contracts';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';

/** What a client may say, by name; what it sends with it is checked by who takes it. */
export type ClientMessages = Readonly<Record<string, (...args: readonly unknown[]) => void>>;

export type WireServer = Server<ClientMessages, ServerMessages, DefaultEventsMap, unknown>;
export type WireSocket = Socket<ClientMessages, ServerMessages, DefaultEventsMap, unknown>;

/** The transport below a socket: there before it is authenticated, and after its end until the last byte is out. */
export type Link = WireSocket['conn'];
