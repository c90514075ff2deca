import type { Receipt } from '@curfew/contracts';
import type { RevocationRow } from '@curfew/persistence';

import type { Receipts, Receivable } from '../receipts.js';

/**
 * The receipt of all that a revocation ended; null where that was nothing. A consumer counts here when it has acknowledged each of `ended`, where all of
 * them are known; or when it has applied the last transaction: its log then holds all before it. That is so after its next poll only.
 */
export async function proofOf(receipts: Receipts, { view, lastPosition, ageMs }: RevocationRow, { waitMs, ended }: Proving): Promise<Receipt | null> {
  if (lastPosition === null) return null;
  const started = performance.now();
  const [xid = ''] = lastPosition.split('-');
  const receipt = await receipts.of(ended ?? [{ position: `${xid}-0` }], waitMs);
  return { ...receipt, position: lastPosition, socketsClosed: view.socketsClosed, elapsedMs: Math.round(ageMs + performance.now() - started) };
}

/** How long it may take; and every event of it, the last one last, unless they are too many or not known here. */
export interface Proving {
  readonly waitMs: number;
  readonly ended?: readonly Receivable[] | undefined;
}
