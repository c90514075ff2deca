import { portTaken, type Settings } from './settings/read.js';
import { isTaken, nextFree } from './ports.js';

/** What can be made to listen: a Fastify, a server of Node. Rejects with the system's error, such as EADDRINUSE. */
export type Listener = (at: { readonly port: number; readonly host: string }) => Promise<unknown>;

/** Which port is wanted: of this setting, given by the operator or not, and never one of these. */
export interface WantedPort {
  readonly setting: 'apiPort' | 'gatewayPort';
  readonly settings: Pick<Settings, 'apiPort' | 'gatewayPort'>;
  readonly given: boolean;
  /** Told when it takes another one. */
  readonly moved: (wanted: number, port: number) => void;
}

/**
 * Makes it listen on every address of the machine. A port that the operator set and that is taken: SettingsError; the default one makes way to the next
 * free one, and leaves the other process's own place to it, whether that has taken it yet or not.
 */
export async function listenAnywhere(listener: Listener, { setting, settings, given, moved }: WantedPort): Promise<void> {
  const wanted = settings[setting];
  const neighbour = settings[setting === 'apiPort' ? 'gatewayPort' : 'apiPort'];
  for (let port = wanted; ; ) {
    try {
      return await onAllAddresses(listener, port);
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (wanted === 0 || given) throw portTaken(setting, wanted);
      const free = await nextFree(port + 1);
      port = free === neighbour ? await nextFree(free + 1) : free;
      moved(wanted, port);
    }
  }
}

// `::` takes IPv4 as well; a machine without IPv6 has no such address.
async function onAllAddresses(listener: Listener, port: number): Promise<void> {
  try {
    await listener({ port, host: '::' });
  } catch (error) {
    const withoutIpv6 = error instanceof Error && 'code' in error && (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL');
    if (!withoutIpv6) throw error;
    await listener({ port, host: '0.0.0.0' });
  }
}
