import { ActivityWithCreation1764107000000 } from './activity-with-creation.js';
import { Audit1764102000000 } from './audit.js';
import { BulkRevocations1764101000000 } from './bulk-revocations.js';
import { Canaries1764100700000 } from './canaries.js';
import { ChainBeforeLog1764105500000 } from './chain-before-log.js';
import { FirstSchema1764000000000 } from './first-schema.js';
import { Opening1764106000000 } from './opening.js';
import { OpeningAtOnce1764108000000 } from './opening-at-once.js';
import { Services1764103000000 } from './services.js';
import { TokenRotation1764104000000 } from './token-rotation.js';

/** In the order in which they are applied. */
export const migrations = [FirstSchema1764000000000, Canaries1764100700000, BulkRevocations1764101000000, Audit1764102000000, Services1764103000000, TokenRotation1764104000000, ChainBeforeLog1764105500000, Opening1764106000000, ActivityWithCreation1764107000000, OpeningAtOnce1764108000000] as const;
