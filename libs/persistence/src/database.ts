import 'reflect-metadata';

import pg from 'pg';
import { DataSource } from 'typeorm';

import { migrations } from './migrations/all.js';

/**
 * A statement that each connection has planned once, for the few that run all the time: planning takes longer than they do. Of its own name,
 * and such that one plan is right for all values. Behind PgBouncer in transaction mode this needs its `max_prepared_statements`.
 */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Where a statement runs: the pool, or a transaction. Values are bound, never spliced. */
export interface Sql {
  query<Row>(statement: string | Prepared, values?: readonly unknown[]): Promise<readonly Row[]>;
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

/** The primary database. A connection that breaks, or does not answer in time, is replaced; the statement that it carried fails. */
export class Database implements Sql {
  /** Connections of their own for polls and for reads that admit: they never wait behind other work. */
  readonly urgent: Sql;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly urgentPool: pg.Pool,
  ) {
    this.urgent = { query: (statement, values) => rowsOf(urgentPool, statement, values) };
  }

  /** Opens the pools and proves them with one statement; rejects when PostgreSQL cannot be reached. */
  static async connect({ url, name, poolSize = 10 }: DatabaseOptions): Promise<Database> {
    const database = new Database(pool(url, name, { max: poolSize, query_timeout: 20_000 }), pool(url, name, { max: 3, query_timeout: 8_000 }));
    await database.ping().catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    return database;
  }

  query<Row>(statement: string | Prepared, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return rowsOf(this.pool, statement, values);
  }

  /** Commits what `work` did, or nothing of it when it throws. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const sql: Sql = { query: (statement, values) => rowsOf(client, statement, values) };
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
    await Promise.all([this.pool.end(), this.urgentPool.end()]);
  }
}

function pool(url: string, name: string, limits: { readonly max: number; readonly query_timeout: number }): pg.Pool {
  const made = new pg.Pool({ connectionString: url, application_name: name, connectionTimeoutMillis: 5_000, keepAlive: true, ...limits });
  // A connection that dies while idle is no error of anybody: the pool has dropped it already.
  made.on('error', () => undefined);
  // Nor does one that dies while it is held between two statements end the process: the next statement on it fails.
  made.on('connect', (client) => void client.on('error', () => undefined));
  return made;
}

async function rowsOf<Row>(on: pg.Pool | pg.PoolClient, statement: string | Prepared, values: readonly unknown[] = []): Promise<readonly Row[]> {
  const asked = typeof statement === 'string' ? { text: statement } : statement;
  const { rows } = await on.query<Row & pg.QueryResultRow>({ ...asked, values: [...values] });
  return rows;
}
