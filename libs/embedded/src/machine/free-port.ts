import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that was free a moment ago. Another program may take it first: whoever listens on it has to try again. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the system named no port'));
      });
    });
  });
}
