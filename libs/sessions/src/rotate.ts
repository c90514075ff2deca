import { CurfewError } from '@curfew/contracts';
import { rotateToken, type LiveSession } from '@curfew/persistence';

import type { Change } from './change.js';
import { createToken, hashToken } from './token.js';

/** Gives a live session another token within a transaction, and answers it; `unauthenticated` when the session has ended, or has had another one for more than a minute. */
export async function rotate({ sql }: Change, { id, tokenHash }: Pick<LiveSession, 'id' | 'tokenHash'>): Promise<string> {
  const token = createToken();
  const rotated = await rotateToken(sql, { sessionId: id, tokenHash, nextHash: hashToken(token) });
  if (!rotated) throw new CurfewError('unauthenticated');
  return token;
}
