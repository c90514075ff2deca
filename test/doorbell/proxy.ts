import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A wire to a server that can go silent: what is sent is lost from then on, and nobody is told. New connections work. */
export interface Wire {
  readonly url: string;
  /** Silences every connection that is open now. */
  silence(): void;
  close(): Promise<void>;
}

export async function wireTo(url: string): Promise<Wire> {
  const there = new URL(url);
  const silent = new WeakSet<Socket>();
  const ends = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (here) => {
    const beyond = connect(Number(there.port), there.hostname);
    for (const [from, to] of [[here, beyond], [beyond, here]] as const) {
      ends.add(from);
      from.on('data', (data) => silent.has(from) || to.write(data));
      from.on('error', () => undefined);
      from.on('close', () => silent.has(from) || to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    silence: () => ends.forEach((end) => silent.add(end)),
    close: async () => {
      ends.forEach((end) => end.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
