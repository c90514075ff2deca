import { Inject } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';

import type { Backlog } from '../delivery/backlog.js';
import type { Door } from '../handshake/door.js';
import type { Handshake } from '../handshake/handshake.js';
import type { Inbound } from './inbound.js';
import type { Link, WireServer } from './wire.js';

export interface SocketsParts {
  readonly door: Door;
  readonly handshake: Handshake;
  readonly inbound: Inbound;
  readonly backlog: Backlog;
}

export const SOCKETS_PARTS = Symbol('what the sockets gateway is made from');

/**
 * Where sockets come in. Everything hangs on socket.io itself: Nest's guards and pipes do not run for connections, and its message
 * handlers would run a turn later than the judgement.
 */
@WebSocketGateway()
export class SocketsGateway implements OnGatewayInit<WireServer> {
  constructor(@Inject(SOCKETS_PARTS) private readonly parts: SocketsParts) {}

  afterInit(server: WireServer): void {
    const { door, handshake, inbound, backlog } = this.parts;
    door.guard(server);
    // One listener for all links and all who want to know: a closure for each of a hundred thousand would weigh.
    const closed = function (this: Link): void {
      door.admit(this);
      inbound.closed(this);
      handshake.closed(this);
    };
    server.engine.on('connection', (link: Link) => {
      door.opened(link);
      inbound.watchLink(link);
      link.on('close', closed);
    });
    server.engine.on('drain', (link: Link) => backlog.drained(link));
    server.use((socket, next) => {
      void handshake.begin(socket, next);
    });
    server.on('connection', (socket) => {
      inbound.watchSocket(socket);
      handshake.complete(socket);
    });
  }
}
