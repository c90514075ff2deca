// npm run replace-signing-keys: builds what is older than its sources, then takes out every key that access tokens are signed with.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/replace-signing-keys.js');
