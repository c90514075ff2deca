import { Client } from 'pg';

import { EmbeddedError } from '../embedded-error.js';
import { codeOf } from '../machine/system-error.js';

/** Where a database is and will be, by port; and the file that holds its password. */
export interface Database {
  readonly url: (port: number) => string;
  readonly name: string;
  readonly passwordFile: string;
}

/**
 * Asks the server for `select 1` in the database, which is made when it is missing. True when it answered, false when it is not ready yet.
 * @throws EmbeddedError when it refuses the password again and again
 */
export function databaseAnswers({ url, name, passwordFile }: Database): (port: number) => Promise<boolean> {
  let refusals = 0;
  return async (port) => {
    try {
      await query(url(port), 'select 1');
      return true;
    } catch (error) {
      if (codeOf(error) === missing) return make(url(port), name);
      // Once may be the server of another program, which took the port before ours did.
      if (codeOf(error) === wrongPassword && ++refusals > 40) throw refused(passwordFile);
      if (notYet.has(codeOf(error) ?? '') || codeOf(error) === undefined) return false;
      throw error;
    }
  };
}

const missing = '3D000';
const wrongPassword = '28P01';
const duplicate = '42P04';
// Nobody listens, the connection broke, or it is starting up, recovering or full.
const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P03', '53300', wrongPassword]);

const refused = (file: string): EmbeddedError =>
  new EmbeddedError('PostgreSQL refuses the password that is kept for it.', `Put the right one into ${file}, or move the data folder away to begin anew.`);

async function make(url: string, name: string): Promise<boolean> {
  const other = new URL(url);
  other.pathname = '/postgres';
  try {
    await query(other.href, `create database "${name.replaceAll('"', '""')}"`);
  } catch (error) {
    if (codeOf(error) !== duplicate) throw error;
  }
  return false; // asked once more, in the new database
}

async function query(connectionString: string, sql: string): Promise<void> {
  // Not a pool, and no TLS, whatever PGSSLMODE says: this is a first word on loopback.
  const client = new Client({ connectionString, ssl: false, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined); // it is also thrown by the call that waits
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined); // a connection that is gone needs no end
  }
}
