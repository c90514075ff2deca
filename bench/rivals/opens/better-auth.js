// What better-auth does when someone has proved who they are: its own insert of a session, no event.
import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { serve } from './repeated.js';

const auth = betterAuth({
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  secret: 'a secret of the bench alone, long enough to be one',
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
});
await (await getMigrations(auth.options)).runMigrations();
const { internalAdapter } = await auth.$context;
const users = [];
for (let count = 0; count < 1000; count += 1) users.push((await internalAdapter.createUser({ email: `${randomUUID()}@example.com`, name: 'measured', emailVerified: false })).id);

serve((count) => internalAdapter.createSession(users[count % users.length]));
