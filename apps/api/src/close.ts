import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So long a client may take to send what it has begun of a request, and to take the answer to one that it has sent. */
const PATIENCE_MS = 1_000;
const ANSWERED_WITHIN_MS = 2_800;
const SWEEP_EVERY_MS = 50;

/** What is closed: the application, over its server. */
interface Closable {
  getHttpServer(): Server;
  close(): Promise<unknown>;
}

/** How a server takes its leave. */
export interface Closing {
  /** From now on each answer is the last on its connection: whoever keeps connections alive makes a new one, to somebody else if it can. Nothing is refused. */
  leave(): void;
  /**
   * Takes no new connection, lets the requests under way be answered, and resolves when the last connection is gone. One on which nothing was ever asked
   * (a browser opens such ahead of need) is cut at once; one whose answer does not end, such as a long export, a good while before the process has to.
   */
  close(): Promise<void>;
}

/** Watches the connections of a server that does not listen yet, and has its application. */
export const closing = (app: Closable): Closing => {
  const server = app.getHttpServer();
  const open = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  let leaving = false;
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  // After the application: what it has answered by then, and the client's side has taken, is not under way.
  server.on('request', (_, answer) => {
    if (answer.writableFinished) return;
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
  });
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    for (const answer of answers) answer.shouldKeepAlive = false;
    // Before the application, which may answer at once.
    server.prependListener('request', (_, answer) => {
      answer.shouldKeepAlive = false;
    });
  };
  const close = async (): Promise<void> => {
    leave();
    const since = performance.now();
    const sweep = (): void => {
      const took = performance.now() - since;
      if (took > ANSWERED_WITHIN_MS) return server.closeAllConnections();
      // A connection that is kept alive is closed as soon as its answer is out, not when its client has had enough of it.
      server.closeIdleConnections();
      // For Node a connection is idle only after its first request.
      const busy = new Set([...answers].map(({ req }) => req.socket));
      for (const socket of open) if (!busy.has(socket) && (socket.bytesRead === 0 || took > PATIENCE_MS)) socket.destroy();
    };
    const sweeping = setInterval(sweep, SWEEP_EVERY_MS);
    await app.close().finally(() => clearInterval(sweeping));
  };
  return { leave, close };
};
