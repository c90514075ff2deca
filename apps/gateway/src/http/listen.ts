import { isGiven, listenAnywhere, type Environment, type Logger, type Settings } from '@curfew/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Listens on every address of this machine, and answers the port. One that was set and is taken: SettingsError; the default one makes way to the next free one. */
export const listen = async (app: NestFastifyApplication, { settings, env, log }: Listening): Promise<number> => {
  const moved = (wanted: number, port: number): void => log.warn({ wanted, port }, `port ${wanted} is taken: the gateway is on ${port}`);
  await listenAnywhere(({ port, host }) => app.listen(port, host), { setting: 'gatewayPort', settings, given: isGiven(env, 'gatewayPort'), moved });
  const address = app.getHttpServer().address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

interface Listening {
  readonly settings: Pick<Settings, 'apiPort' | 'gatewayPort'>;
  readonly env: Environment;
  readonly log: Logger;
}
