import 'reflect-metadata';

import pg from 'pg';
import { DataSource } from 'typeorm';

import { migrations } from './migrations/index.js';

/** Where a statement runs: the pool, or a transaction. Values are bound, never spliced. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** How to reach PostgreSQL. `name` is shown in pg_stat_activity. */
export interface DatabaseOptions {
  readonly url: string;
  readonly name: string;
  readonly poolSize?: number;
}

/** TypeORM's data source for the schema: entities and migrations, never `synchronize`. */
export const dataSource = ({ url, name, poolSize = 10 }: DatabaseOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    applicationName: name,
    poolSize,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
  });

/** The primary database, by one pool. A connection that breaks is replaced; the statement that it carried fails. */
export class Database implements Sql {
  private constructor(private readonly pool: pg.Pool) {}

  /** Opens the pool and proves it with one statement; rejects when PostgreSQL cannot be reached. */
  static async connect({ url, name, poolSize = 10 }: DatabaseOptions): Promise<Database> {
    const pool = new pg.Pool({
      connectionString: url,
      application_name: name,
      max: poolSize,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    // A connection that dies while idle is no error of anybody: the pool has dropped it already.
    pool.on('error', () => undefined);
    const database = new Database(pool);
    await database.ping().catch(async (error: unknown) => {
      await pool.end();
      throw error;
    });
    return database;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const { rows } = await this.pool.query<Row & pg.QueryResultRow>(text, [...values]);
    return rows;
  }

  /** Commits what `work` did, or nothing of it when it throws. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const sql: Sql = {
      query: async <Row>(text: string, values: readonly unknown[] = []) => (await client.query<Row & pg.QueryResultRow>(text, [...values])).rows,
    };
    try {
      await client.query('begin');
      const value = await work(sql);
      await client.query('commit');
      client.release();
      return value;
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        (broken: Error) => client.release(broken),
      );
      throw error;
    }
  }

  /** Rejects when the primary does not answer. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
