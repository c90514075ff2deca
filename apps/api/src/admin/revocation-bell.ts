import { openQueue, type JobsOptions } from '@curfew/jobs';

/** Tells the workers that a bulk revocation waits. */
export interface RevocationBell {
  /** Fire and forget: without Redis a worker finds the row by itself, a moment later. */
  readonly ring: (revocationId: string, trace?: string) => void;
  readonly close: () => Promise<void>;
}

export const openRevocationBell = (options: JobsOptions): RevocationBell => {
  const queue = openQueue('revocations', options);
  return {
    ring: (revocationId, trace) => {
      queue.add({ revocationId, trace }, revocationId).catch((error: unknown) => options.log.info({ err: error, revocationId }, 'the queue took no job: a worker will find the revocation by itself'));
    },
    close: () => queue.close(),
  };
};
