import { Canaries1764100700000 } from './canaries.js';
import { FirstSchema1764000000000 } from './first-schema.js';

/** In the order in which they are applied. */
export const migrations = [FirstSchema1764000000000, Canaries1764100700000] as const;
