/**
 * Answers many askers by few reads: one read is in flight at a time, and who asks meanwhile is answered by the next, which is sent after they asked.
 * So each answer is as fresh as a read of one's own. A read that fails rejects those whom it was for.
 */
export const joined = <V>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>, most = 500): ((key: string) => Promise<V | undefined>) => {
  const waiting = new Map<string, Asked<V>>();
  let reading = false;
  const readOn = async (): Promise<void> => {
    reading = true;
    while (waiting.size > 0) {
      // Who asks in the same turn is answered together.
      await Promise.resolve();
      await answer([...waiting].slice(0, most));
    }
    reading = false;
  };
  const answer = async (batch: readonly (readonly [string, Asked<V>])[]): Promise<void> => {
    for (const [key] of batch) waiting.delete(key);
    try {
      const found = await read(batch.map(([key]) => key));
      for (const [key, { resolve }] of batch) resolve(found.get(key));
    } catch (error) {
      for (const [, { reject }] of batch) reject(error);
    }
  };
  return (key) => {
    const before = waiting.get(key);
    if (before !== undefined) return before.answer;
    const asked = ask<V>();
    waiting.set(key, asked);
    if (!reading) void readOn();
    return asked.answer;
  };
};

interface Asked<V> {
  readonly answer: Promise<V | undefined>;
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

const ask = <V>(): Asked<V> => {
  let resolve: Asked<V>['resolve'] = () => undefined;
  let reject: Asked<V>['reject'] = () => undefined;
  const answer = new Promise<V | undefined>((...settle) => ([resolve, reject] = settle));
  return { answer, resolve, reject };
};
