import type { ChildProcess } from 'node:child_process';

/** A server of this machine that answers. Whoever started it stops it. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it in order, by force after 4 s. Resolves when nothing of it is left; the second call waits for the same end. */
  stop(): Promise<void>;
  /** Resolves when the process ends by itself. Stays open when `stop` ended it. */
  readonly ended: Promise<ServerEnd>;
}

/** How a process ended: with a code, or by a signal. */
export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A signal, and how long after `stop` it is sent. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly afterMs: number;
}

/** A started process: what it wrote last, and how it ended. */
export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly lastLines: readonly string[];
  readonly exit: Promise<ServerEnd>;
}

/** Where it answers, how it is asked to end, and what is cleared once it has ended, however it did. */
export interface Supervision {
  readonly url: string;
  readonly port: number;
  readonly steps: readonly StopStep[];
  readonly cleared: () => Promise<void>;
}

/** Turns a launched process that answers into a RunningServer. */
export function supervised(launched: Launched, { url, port, steps, cleared }: Supervision): RunningServer {
  const { pid } = launched;
  let stopping: Promise<void> | undefined;
  const over = launched.exit.then(async (end) => {
    await cleared();
    return end;
  });
  const ended = new Promise<ServerEnd>((resolve, reject) => {
    over.then((end) => (stopping ? undefined : resolve(end)), reject);
  });
  ended.catch(() => undefined); // whoever waits for it, or for stop(), hears of it
  const stop = (): Promise<void> => (stopping ??= endInSteps(launched, steps).then(() => over).then(() => undefined));
  return { url, port, pid, stop, ended };
}

/** Sends the signals one after the other until the process has ended. */
export async function endInSteps({ child, exit }: Launched, steps: readonly StopStep[]): Promise<void> {
  const timers = steps.map(({ signal, afterMs }) => setTimeout(() => child.kill(signal), afterMs));
  await exit;
  timers.forEach((timer) => clearTimeout(timer));
}
