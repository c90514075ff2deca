import type { Session } from '@curfew/contracts';

import type { LiveState } from '../live.js';

/** How a live session stands; `was-`: as far as is known without a connection. */
export type Standing = 'online' | 'active' | 'idle' | 'was-online' | 'was-active' | 'was-idle';

/** Open connections win over idle. This browser's own session is online while its own connection is. */
export const standingOf = (
  session: Pick<Session, 'online' | 'status' | 'lastActiveAt' | 'current'>,
  { state, now, idleAfter }: { readonly state: LiveState; readonly now: number; readonly idleAfter: number },
): Standing => {
  const online = session.online || (session.current && state.kind === 'live');
  const idle = session.status === 'idle' || now - Date.parse(session.lastActiveAt) >= idleAfter;
  const standing = online ? 'online' : idle ? 'idle' : 'active';
  return isStale(state) ? `was-${standing}` : standing;
};

/** True while what is shown may be out of date. */
export const isStale = ({ kind }: LiveState): boolean => kind === 'reconnecting' || kind === 'offline' || kind === 'unsure';
