import { isGiven, listenAnywhere, type Environment, type Logger, type Settings } from '@curfew/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Listens on every address of the machine, and gives the port. One that was set and is taken: SettingsError; the default one makes way to the next free one. */
export const listen = async (app: NestFastifyApplication, { settings, env, log }: Listening): Promise<number> => {
  const server = app.getHttpAdapter().getInstance();
  const moved = (wanted: number, port: number): void => log.warn({ wanted, port }, `port ${wanted} is taken: the API takes ${port}`);
  await listenAnywhere((at) => server.listen(at), { setting: 'apiPort', settings, given: isGiven(env, 'apiPort'), moved });
  const address: unknown = app.getHttpServer().address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
};

interface Listening {
  readonly settings: Pick<Settings, 'apiPort' | 'gatewayPort'>;
  readonly env: Environment;
  readonly log: Logger;
}
