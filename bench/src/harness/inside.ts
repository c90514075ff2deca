import { request } from 'node:http';
import { tmpdir } from 'node:os';

/** What a server is started with so that it can be asked from outside how it is inside. */
export const insideFlags: readonly string[] = ['--import', new URL('inside.js', import.meta.url).href];

/** The same for one that is started without flags of its own. */
export const insideEnv: Readonly<Record<string, string>> = { NODE_OPTIONS: insideFlags.join(' ') };

/** What a process holds, after a full collection. */
export interface Memory {
  readonly rssKb: number;
  /** What JavaScript holds, with its buffers. */
  readonly heldKb: number;
}

export async function memoryOf(pid: number): Promise<Memory> {
  const { rss, heapUsed, external } = await asked<{ rss: number; heapUsed: number; external: number }>(pid, '/memory');
  return { rssKb: rss / 1024, heldKb: (heapUsed + external) / 1024 };
}

/** How long the event loop stood still at most since it was last asked, in ms. */
export const stallOf = (pid: number): Promise<number> => asked(pid, '/stall');

/** For whoever looks for the reason of a figure: what lies in memory, in a file for the browser's developer tools. */
export const snapshotOf = (pid: number, file: string): Promise<string> => asked(pid, `/snapshot?file=${file}`);

/** The same for what the CPU does in so many milliseconds. */
export const profileOf = (pid: number, { ms, file }: { readonly ms: number; readonly file: string }): Promise<boolean> => asked(pid, `/profile?ms=${ms}&file=${file}`);

function asked<T>(pid: number, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    request({ socketPath: `${tmpdir()}/curfew-bench-${pid}.sock`, path, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('error', reject).once('end', () => resolve(JSON.parse(text) as T));
    })
      .once('error', reject)
      .end();
  });
}
