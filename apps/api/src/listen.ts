import { isGiven, isTaken, nextFree, portTaken, type Environment, type Logger, type Settings } from '@curfew/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Listens on every address of the machine, and gives the port. One that was set and is taken: SettingsError; the default one makes way to the next free one. */
export const listen = async (app: NestFastifyApplication, { settings, env, log }: Listening): Promise<number> => {
  const { apiPort: wanted, gatewayPort } = settings;
  for (let port = wanted; ; ) {
    try {
      await listenAnywhere(app, port);
      return portOf(app);
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (wanted === 0 || isGiven(env, 'apiPort')) throw portTaken('apiPort', wanted);
      // The gateway's own place is left to it, whether it has taken it yet or not.
      const free = await nextFree(port + 1);
      const next = free === gatewayPort ? await nextFree(free + 1) : free;
      log.warn({ wanted, port: next }, `port ${port} is taken: the API takes ${next}`);
      port = next;
    }
  }
};

interface Listening {
  readonly settings: Pick<Settings, 'apiPort' | 'gatewayPort'>;
  readonly env: Environment;
  readonly log: Logger;
}

// `::` takes IPv4 as well; a machine without IPv6 has no such address.
const listenAnywhere = async (app: NestFastifyApplication, port: number): Promise<void> => {
  const server = app.getHttpAdapter().getInstance();
  try {
    await server.listen({ port, host: '::' });
  } catch (error) {
    const withoutIpv6 = error instanceof Error && 'code' in error && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL');
    if (!withoutIpv6) throw error;
    await server.listen({ port, host: '0.0.0.0' });
  }
};

const portOf = (app: NestFastifyApplication): number => {
  const address: unknown = app.getHttpServer().address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
};
