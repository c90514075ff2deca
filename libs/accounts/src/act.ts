import type { Actor } from '@curfew/contracts';

/** Who does something to an account, and by which request: kept with the event. */
export interface Act {
  readonly actor: Actor;
  readonly requestId?: string;
  readonly ipAddress?: string;
}

/** Something a user does to the own account. */
export const own = (userId: string, act: Omit<Act, 'actor'>): Act => ({ ...act, actor: { type: 'user', id: userId } });
