/** The answer of `/health/live` and `/health/ready`: which part is down, never why (the log has that). */
export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly parts: Readonly<Record<string, 'ok' | 'unavailable'>>;
}

/** A process's health. */
export interface Health {
  /** Adds a part that readiness depends on; a check that throws or takes over a second says that the part is down. */
  add(part: string, check: () => Promise<void>): void;
  /** Adds a part that the process does without: it is shown, and readiness does not depend on it. */
  show(part: string, check: () => Promise<void>): void;
  /** The process runs. Says nothing of what it needs, so that nobody restarts it for its database's sake. */
  live(): HealthReport;
  /** Every part that is needed works. Askers at the same time share one round of checks. Never rejects. */
  ready(): Promise<HealthReport>;
  /** From now on it is not ready: it is stopping, and nothing new should be sent to it. */
  drain(): void;
}

/** An empty register of checks. `onChange` hears of each part that goes down or comes back, once. */
export const createHealth = ({ timeout = 1000, onChange }: HealthOptions = {}): Health => {
  const checks = new Map<string, Check>();
  const known = new Map<string, boolean>();
  let round: Promise<HealthReport> | undefined;
  let draining = false;

  const judge = async (part: string, check: () => Promise<void>): Promise<boolean> => {
    const failure = await outcome(check, timeout);
    const up = failure === undefined;
    if ((known.get(part) ?? true) !== up) onChange?.(part, up, failure);
    known.set(part, up);
    return up;
  };
  const ask = async (): Promise<HealthReport> => {
    const parts = await Promise.all([...checks].map(async ([part, { check, needed }]) => ({ part, needed, up: await judge(part, check) })));
    return report([...parts, ...(draining ? [{ part: 'process', needed: true, up: false }] : [])]);
  };
  return {
    add: (part, check) => void checks.set(part, { check, needed: true }),
    show: (part, check) => void checks.set(part, { check, needed: false }),
    live: () => report([]),
    ready: () => (round ??= ask().finally(() => (round = undefined))),
    drain: () => void (draining = true),
  };
};

interface HealthOptions {
  /** How long one check may take, in milliseconds. */
  readonly timeout?: number;
  readonly onChange?: (part: string, up: boolean, failure: unknown) => void;
}

interface Check {
  readonly check: () => Promise<void>;
  readonly needed: boolean;
}

const report = (parts: readonly { readonly part: string; readonly needed: boolean; readonly up: boolean }[]): HealthReport => ({
  status: parts.every(({ needed, up }) => up || !needed) ? 'ok' : 'unavailable',
  parts: Object.fromEntries(parts.map(({ part, up }) => [part, up ? 'ok' : 'unavailable'])),
});

const outcome = async (check: () => Promise<void>, timeout: number): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error ?? new Error('failed');
  } finally {
    clearTimeout(timer);
  }
};
