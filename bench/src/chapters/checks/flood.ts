import { connect } from 'node:net';

/** What a flood found: how many a second were answered, and how many of them otherwise than by 200. */
export interface Flooded {
  readonly perSecond: number;
  readonly failed: number;
  /** Requests that were answered while it was counted. */
  readonly answered: number;
}

/**
 * As many as a server answers: each of so many connections asks again as soon as it is answered. With no promise or object a request, so that
 * whoever asks is not what is measured. `counted`: around what is counted, after a while of the same.
 */
export async function flood(url: string, requests: readonly Buffer[], { connections, seconds, counted }: { readonly connections: number; readonly seconds: number; readonly counted: (work: () => Promise<void>) => Promise<void> }): Promise<Flooded> {
  const { hostname, port } = new URL(url);
  const found = { answered: 0, failed: 0, next: 0 };
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const ask = (): void => void socket.write(requests[found.next++ % requests.length] ?? '');
    let text = '';
    socket.setEncoding('latin1').on('connect', ask).on('error', () => undefined);
    socket.on('data', (part: string) => {
      text += part;
      if (!isWhole(text)) return;
      found.answered += 1;
      if (!text.startsWith('200', 9)) found.failed += 1;
      text = '';
      ask();
    });
    return socket;
  });
  await pause(seconds * 300);
  let perSecond = 0;
  await counted(async () => {
    [found.answered, found.failed] = [0, 0];
    const began = performance.now();
    await pause(seconds * 1000);
    perSecond = found.answered / ((performance.now() - began) / 1000);
  });
  const { answered, failed } = found;
  for (const socket of sockets) socket.destroy();
  return { perSecond, answered, failed };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [, length] = LENGTH.exec(text) ?? [];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length);
}

const LENGTH = /content-length: (\d+)/iu;
