import { judged, type Outcome, type Scene } from '../run-faults.js';
import type { OwnDatabase } from '../../support/database.js';
import { fillsUp } from './full-disk.js';
import { failsOver } from './asynchronous-failover.js';
import { staysOpen } from './long-transaction.js';
import { isRestored } from './restored-backup.js';

/** What may befall PostgreSQL while people live: it makes the database, and gives what is then done to it; that tells what was seen. */
export type Befalling = () => Promise<{ readonly database: OwnDatabase; befall(scene: Scene): Promise<Readonly<Record<string, number | string>>> }>;

const befallings: Readonly<Record<string, Befalling>> = { 'asynchronous failover': failsOver, 'full disk': fillsUp, 'writing transaction of 30 s': staysOpen, 'restored backup': isRestored };

export interface PostgresOptions {
  readonly seed: number;
  readonly root: URL;
  /** Part of a name; all unless told. */
  readonly only?: string | undefined;
  readonly tell: (line: string) => void;
  /** Ends what was begun for one of them. */
  readonly end: () => Promise<void>;
}

/** Each of them in a town of its own. Gives what every history shows. */
export async function underPostgresFaults({ seed, root, only = '', tell, end }: PostgresOptions): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [name, befalling] of Object.entries(befallings)) {
    if (!name.includes(only)) continue;
    const { database, befall } = await befalling();
    let seen = {};
    const outcome = await judged({ seed, root, database, tell }, async (scene) => {
      seen = await befall(scene);
      return 1;
    });
    tell(`${name}: ${Object.entries({ ...seen, ...outcome.counts }).map(([what, count]) => `${count} ${what}`).join(', ')}`);
    outcomes.push(outcome);
    await end();
  }
  return outcomes;
}
