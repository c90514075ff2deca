import { CurfewError } from '@curfew/contracts';
import { rotateToken, type LiveSession } from '@curfew/persistence';

import type { Change } from './change.js';
import { createToken, hashToken } from './token.js';

/** Gives a live session another token within a transaction, and answers it; `unauthenticated` when the session has ended, or has another one already. */
export async function rotate({ sql }: Change, { id, tokenHash }: Pick<LiveSession, 'id' | 'tokenHash'>): Promise<string> {
  const token = createToken();
  const rotated = await rotateToken(sql, { sessionId: id, tokenHash, nextHash: hashToken(token) });
  if (!rotated) throw new CurfewError('unauthenticated');
  return token;
}

/** Tells of those tokens that are of none of the sessions that were found: among them may be one that was replaced. */
export function tellUnknown(tokenHashes: readonly string[], found: readonly Pick<LiveSession, 'tokenHash'>[], tell: (tokenHashes: readonly string[]) => void): void {
  const known = new Set(found.map(({ tokenHash }) => tokenHash));
  const unknown = tokenHashes.filter((hash) => !known.has(hash));
  if (unknown.length > 0) tell(unknown);
}
