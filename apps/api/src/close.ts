import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Takes no new connection, lets the requests under way be answered, and resolves when the last connection is gone. */
export const close = async (app: NestFastifyApplication): Promise<void> => {
  // A connection that is kept alive is closed as soon as its answer is out, not when its client has had enough of it.
  const sweeping = setInterval(() => app.getHttpServer().closeIdleConnections(), 50);
  await app.close().finally(() => clearInterval(sweeping));
};
