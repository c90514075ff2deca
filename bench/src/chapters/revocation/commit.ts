import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { emptyDatabase } from '../../../../test/support/database.js';
import type { Contender } from '../../harness/interleaved.js';
import { quantiles } from '../../harness/statistics.js';
import { TABLES } from './tables.js';

export const COMMIT = 'a commit';

/** What nobody can do without who wants an end to last: one row and one event, in one statement of one connection, durably. */
export function commit(samples: number): Contender {
  return {
    name: COMMIT,
    setUp: async () => {
      const database = await emptyDatabase();
      await database.query(TABLES);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      return {
        measure: async () => {
          const took: number[] = [];
          for (let count = 0; count < samples; count += 1) {
            const { rows: [row] } = await client.query<{ readonly id: string }>(`insert into bench.sessions (id, user_id, token_hash) values ($1::uuid, $1::uuid, sha256(uuid_send($1::uuid))) returning id`, [randomUUID()]);
            const sent = performance.now();
            await client.query({ name: 'end', text: END, values: [row?.id] });
            took.push(performance.now() - sent);
          }
          const { p50, p99 } = quantiles(took);
          return { p50, p99 };
        },
        tearDown: () => client.end(),
      };
    },
  };
}

const END = `with s as (update bench.sessions set ended_at = now() where id = $1 returning *) insert into bench.session_events (session_id, user_id, type) select id, user_id, 'revoked' from s`;
