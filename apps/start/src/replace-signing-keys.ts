import { withdrawSigningKeys } from '@curfew/persistence';
import { tool } from './tool.js';

/**
 * `npm run replace-signing-keys`: for when somebody else may have a private key that access tokens are signed with. Takes out every key at once, and every api and
 * guard hears of it: what they signed is refused from then on, and the apis make a new one.
 */
tool('replace-signing-keys', (database) =>
  database.transaction(async (sql) => {
    const { withdrawn } = await withdrawSigningKeys(sql);
    const said = withdrawn === 0 ? 'There was no signing key. ' : `${withdrawn === 1 ? 'The signing key is' : `All ${withdrawn} signing keys are`} taken out: what was signed with ${withdrawn === 1 ? 'it' : 'them'} is refused. `;
    return { well: true, said: `${said}The apis that run make a new one now, the others when they start.` };
  }),
);
