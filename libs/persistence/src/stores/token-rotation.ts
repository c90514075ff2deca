import type { Sql } from '../database.js';
import { isLive } from './session-view.js';

/** Of a row `s`: until then the token before the present one is admitted, too. */
export const GRACE_ENDS = `(s.rotated_at + interval '1 minute')`;

/** One token for another. Hashes are SHA-256, base64url. */
export interface Rotation {
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly nextHash: string;
}

/** Replaces a live session's token where it is still this one, or was until less than a minute ago. False when it is not; an ended session is not touched. The event is the caller's, in the same transaction. */
export async function rotateToken(sql: Sql, { sessionId, tokenHash, nextHash }: Rotation): Promise<boolean> {
  const rows = await sql.query(rotateSql, [sessionId, Buffer.from(tokenHash, 'base64url'), Buffer.from(nextHash, 'base64url')]);
  return rows.length > 0;
}

const rotateSql = `
  update sessions s set token_hash = $3, previous_token_hash = $2, rotated_at = now()
    from users u, realm r
   where s.id = $1 and (s.token_hash = $2 or s.previous_token_hash = $2 and ${GRACE_ENDS} > now()) and u.id = s.user_id and ${isLive}
  returning s.id`;
