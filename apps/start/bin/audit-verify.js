// npm run audit:verify: builds what is older than its sources, then checks the audit trail against its hash chain.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/audit-verify.js');
