import { isTaken, nextFree, portTaken, type Logger } from '@curfew/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Listens on every address of this machine, and answers the port: 0 takes a free one, a default that is taken makes way to the next free one.
 * @throws SettingsError when the operator set this port and it is taken
 */
export const listen = async (app: NestFastifyApplication, wanted: number, { given, log }: ListenOptions): Promise<number> => {
  const port = given || wanted === 0 ? wanted : await nextFree(wanted);
  if (port !== wanted) log.warn({ wanted, port }, `port ${wanted} is taken: the gateway is on ${port}`);
  try {
    await onAllAddresses(app, port);
  } catch (error) {
    throw isTaken(error) ? portTaken('gatewayPort', port) : error;
  }
  const address = app.getHttpServer().address();
  return typeof address === 'object' && address !== null ? address.port : port;
};

interface ListenOptions {
  readonly given: boolean;
  readonly log: Logger;
}

// A machine without IPv6 has no `::`.
const onAllAddresses = async (app: NestFastifyApplication, port: number): Promise<void> => {
  try {
    await app.listen(port, '::');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL'))) throw error;
    await app.listen(port, '0.0.0.0');
  }
};
