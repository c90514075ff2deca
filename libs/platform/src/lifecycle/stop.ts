/**
 * Has `close` run when the process is told to stop (SIGINT, SIGTERM, its parent gone): the last registered first, one after the other.
 * All of them together have 4 s, and `extraMs` of each; then the process ends anyhow, with exit code 1. What one of them throws is told on standard error and holds up nothing.
 */
export const onStop = (close: () => Promise<void> | void, extraMs = 0): void => {
  listenForSignals();
  closers.push(close);
  stopWithin += extraMs;
};

/** Stops this process in order, as a signal would, and ends it with this exit code. A second call joins the first. */
export const stop = (exitCode = 0): Promise<void> => (stopping ??= closeAll(exitCode));

/** Whether the process has been told to stop. */
export const isStopping = (): boolean => stopping !== undefined;

// How long a graceful stop may take, in milliseconds.
let stopWithin = 4000;
const closers: (() => Promise<void> | void)[] = [];
let stopping: Promise<void> | undefined;
let listening = false;

/** Takes SIGINT and SIGTERM from now on: once to stop in order, twice to end at once. */
export const listenForSignals = (): void => {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping() && signal === 'SIGINT') process.exit(130);
      void stop();
    });
  }
};

const closeAll = async (exitCode: number): Promise<void> => {
  const late = setTimeout(() => {
    process.stderr.write(`did not stop within ${stopWithin} ms: ending anyhow\n`);
    process.exit(1);
  }, stopWithin);
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      process.stderr.write(`while stopping: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  clearTimeout(late);
  process.exit(exitCode);
};
