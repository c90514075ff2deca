import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once `/health/ready` at this port of this machine answers 200. Rejects when `signal` says so. */
export const healthy = async (port: number, signal: AbortSignal): Promise<void> => {
  while (!(await isHealthy(port))) await pause(100, undefined, { signal });
};

/** Rejects with the reason as soon as `signal` is aborted; never resolves. */
export const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const isHealthy = async (port: number): Promise<boolean> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false; // nobody listens yet
  }
};
