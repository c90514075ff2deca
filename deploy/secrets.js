// Makes the passwords of an installation, once, each in a file that only its readers are given (docker-compose.yml): node deploy/secrets.js <folder>.
// What is there already is kept, so it may run before every start.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node deploy/secrets.js <folder>\n');
  process.exit(64);
}

secret('postgres/superuser-password');
const owner = secret('postgres/owner-password');
const runner = secret('postgres/runner-password');
const redis = secret('redis/password');
secret('app/key-encryption-key', 'base64');

// Written anew each time, as they follow from those above. The superuser's password stays with PostgreSQL.
write('redis/password.conf', `requirepass ${redis}`);
write('app/redis-url', `redis://:${redis}@redis:6379`);
write('app/database-url', `postgres://curfew:${runner}@postgres:5432/curfew`);
write('migrate/database-url', `postgres://curfew_owner:${owner}@postgres:5432/curfew`);
process.stdout.write(`the secrets are in ${folder}\n`);

/** 256 random bits, safe in a URL unless told otherwise. */
function secret(path, encoding = 'base64url') {
  const file = join(folder, path);
  if (!existsSync(file)) write(path, randomBytes(32).toString(encoding));
  return readFileSync(file, 'utf8').trim();
}

// Each folder is a volume of its own that only its readers mount; they run as different users.
function write(path, text) {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o444, flush: true });
  renameSync(`${file}.new`, file);
}
