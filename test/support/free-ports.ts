import { createServer } from 'node:net';

// Each worker of jest takes its ports from a range of its own, below those that the system hands to outgoing connections.
const width = 1_500;
let next = 20_000 + (Number(process.env['JEST_WORKER_ID'] ?? '1') % 8) * width + (process.pid % 50) * 30;

/** A port of this machine that nobody listens on. */
export async function takePort(): Promise<number> {
  for (let tries = 0; tries < width; tries += 1) {
    next += 1;
    const port = next;
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
