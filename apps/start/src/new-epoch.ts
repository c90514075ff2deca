import { beginEpoch, lockRealm, readRealm } from '@curfew/persistence';
import { tool } from './tool.js';

/**
 * `npm run new-epoch`: for whoever restored a backup. Ends every session and begins a new epoch of the log, so that nothing that was ended after the
 * backup lives again.
 */
tool('new-epoch', (database) =>
  database.transaction(async (sql) => {
    await lockRealm(sql);
    const before = await readRealm(sql);
    await beginEpoch(sql);
    const after = await readRealm(sql);
    return { well: true, said: `Epoch ${before.epoch} is over and epoch ${after.epoch} has begun: every session that was open is ended, and everyone signs in again.` };
  }),
);
