import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@curfew/embedded';
import { emptyDatabase } from '../support/database.js';
import { root } from './compose.js';

interface Realm {
  readonly epoch: number;
  readonly generation: number;
}

it('ends every session of the database that it is told of, in one event, and begins a new epoch', async () => {
  const database = await emptyDatabase();
  try {
    const read = () => database.query<Realm>('select epoch, generation from realm');
    const [before = { epoch: 0, generation: 0 }] = await read();
    const { code, stdout } = await newEpoch({ DATABASE_URL: database.url });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Epoch ${before.epoch} is over and epoch ${before.epoch + 1} has begun: every session that was open is ended, and everyone signs in again.\n` });
    expect(await read()).toEqual([{ epoch: before.epoch + 1, generation: before.generation + 1 }]);
    expect(await database.query('select type, user_id, actor_type, generation from session_events where epoch = $1', [before.epoch + 1])).toEqual([
      { type: 'sessions-revoked', user_id: null, actor_type: 'system', generation: before.generation + 1 },
    ]);
  } finally {
    await database.drop();
  }
});

describe('without DATABASE_URL', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'curfew-epoch-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('starts the database of the data folder for as long as it takes', async () => {
    const server = await startPostgres({ dataDir: join(folder, 'postgres') });
    await server.stop();
    expect(await newEpoch({ DATA_DIR: folder, LOG_LEVEL: 'error' })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Epoch 1 is over and epoch 2 has begun/) });
    expect(await newEpoch({ DATA_DIR: folder, LOG_LEVEL: 'error' })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Epoch 2 is over and epoch 3 has begun/) });
  }, 60_000);

  it('leaves a folder alone on which the database runs', async () => {
    const server = await startPostgres({ dataDir: join(folder, 'postgres') });
    try {
      expect(await newEpoch({ DATA_DIR: folder })).toMatchObject({ code: 1, stderr: expect.stringContaining('already runs a server on') });
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('makes no database where there is none', async () => {
    const missing = join(folder, 'elsewhere');
    expect(await newEpoch({ DATA_DIR: missing })).toMatchObject({ code: 78, stderr: expect.stringContaining(`There is no database in ${missing}`) });
    expect(existsSync(missing)).toBe(false);
  });
});

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function newEpoch(env: Readonly<Record<string, string>>): Promise<Outcome> {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'apps/start/dist/new-epoch.js')], { cwd: tmpdir(), env: { PATH, ...env } }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}
