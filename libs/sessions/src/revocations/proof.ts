import type { Receipt } from '@curfew/contracts';
import type { RevocationRow } from '@curfew/persistence';

import type { Receipts } from '../receipts.js';

/**
 * The receipt of all that a revocation ended; null where that was nothing. Acknowledgements are of single events, and some may not have been
 * heard, so a consumer counts here when it has applied the last transaction: its log then holds all before it.
 */
export async function proofOf(receipts: Receipts, { view, lastPosition, ageMs }: RevocationRow, waitMs: number): Promise<Receipt | null> {
  if (lastPosition === null) return null;
  const started = performance.now();
  const [xid = ''] = lastPosition.split('-');
  const receipt = await receipts.of([{ position: `${xid}-0` }], waitMs);
  return { ...receipt, position: lastPosition, socketsClosed: view.socketsClosed, elapsedMs: Math.round(ageMs + performance.now() - started) };
}
