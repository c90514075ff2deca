import { createServer, type Server } from 'node:net';

/** Whether nobody on this machine listens on this port, on any address of it. Another process may still be quicker. */
export const isFree = async (port: number): Promise<boolean> => (await tryPort(port, '127.0.0.1')) && tryPort(port, '::');

/** The first port from `from` on that is free together with the `room` ports above it. Throws when there is none up to 65535. */
export const nextFree = async (from: number, room = 0): Promise<number> => {
  for (let port = from; port + room <= 65535; port += 1) {
    if (await allFree(port, room)) return port;
  }
  throw new Error(`no free port from ${from} on`);
};

/** Makes a server listen, and gives the port it got. Rejects with the system's error, such as EADDRINUSE. */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });

/** Whether an error says that a port is taken. */
export const isTaken = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';

const allFree = async (port: number, room: number): Promise<boolean> => {
  for (let above = 0; above <= room; above += 1) {
    if (!(await isFree(port + above))) return false;
  }
  return true;
};

const tryPort = async (port: number, host: string): Promise<boolean> => {
  const server = createServer();
  try {
    await listen(server, port, host);
    return true;
  } catch (error) {
    // A machine without IPv6 has no `::` to listen on; that does not make the port taken.
    return !isTaken(error) && host === '::';
  } finally {
    server.close();
  }
};
