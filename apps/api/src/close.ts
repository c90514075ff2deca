import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So long a client may take to send what it has begun of a request. */
const PATIENCE_MS = 1_000;
const SWEEP_EVERY_MS = 50;

/** What is closed: the application, over its server. */
interface Closable {
  getHttpServer(): Server;
  close(): Promise<unknown>;
}

/**
 * Watches the connections of a server that does not listen yet, and answers how to close it: it then takes no new connection, lets the requests under way be
 * answered, and resolves when the last connection is gone. One on which nothing was ever asked (a browser opens such ahead of need) is cut at once.
 */
export const closing = (app: Closable): (() => Promise<void>) => {
  const server = app.getHttpServer();
  const open = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (_, answer) => {
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
  });
  return async () => {
    const until = performance.now() + PATIENCE_MS;
    const sweep = (): void => {
      // A connection that is kept alive is closed as soon as its answer is out, not when its client has had enough of it.
      server.closeIdleConnections();
      // For Node a connection is idle only after its first request.
      const busy = new Set([...answers].map(({ req }) => req.socket));
      for (const socket of open) if (!busy.has(socket) && (socket.bytesRead === 0 || performance.now() > until)) socket.destroy();
    };
    const sweeping = setInterval(sweep, SWEEP_EVERY_MS);
    await app.close().finally(() => clearInterval(sweeping));
  };
};
