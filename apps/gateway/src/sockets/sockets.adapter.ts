import { maxMessageBytes } from '@curfew/contracts';
import type { INestApplicationContext } from '@nestjs/common';
import { AbstractWsAdapter } from '@nestjs/websockets';
import { Server, type ServerOptions } from 'socket.io';

/** Puts socket.io, as the gateway runs it, behind Nest's HTTP server. */
export class SocketsAdapter extends AbstractWsAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly allowRequest: NonNullable<ServerOptions['allowRequest']>,
  ) {
    super(app);
  }

  create(): Server {
    return new Server(this.httpServer, {
      allowRequest: this.allowRequest,
      // On long-polling the engine's id in the URL is a bearer secret, and a load balancer would need sticky sessions.
      transports: ['websocket'],
      allowUpgrades: false,
      maxHttpBufferSize: maxMessageBytes,
      connectTimeout: 5000,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      // `connectionStateRecovery` stays off: it would let a client that was away during a revocation back in without authentication.
    });
  }

  /** Nothing: nobody listens to Nest's own streams of connections, and each would keep listeners for it. */
  override bindClientConnect(): void {}

  /** Nothing: messages are taken in the turn in which they are judged, see `Inbound`. */
  bindMessageHandlers(): void {}
}
