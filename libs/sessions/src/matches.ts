import type { Session, WatchFilter } from '@curfew/contracts';

import { isWithin } from './network.js';

/**
 * Whether a session, as it stands now, is what a filter chooses: the twin of the SQL by which administrators find and end sessions. Its status
 * must be that of a view that was presented: `idle` is told from `active`. Pure.
 */
export const matches = (session: Session, { userId, ip, country, deviceType, status = 'live' }: WatchFilter): boolean =>
  (userId === undefined || session.userId === userId) &&
  (country === undefined || session.location?.country === country) &&
  (deviceType === undefined || session.device.type === deviceType) &&
  stands(session, status) &&
  (ip === undefined || isWithin(session.ipAddress, ip));

const stands = ({ status, endedAt }: Session, asked: NonNullable<WatchFilter['status']>): boolean => {
  if (asked === 'all') return true;
  if (asked === 'live' || asked === 'ended') return (endedAt === null) === (asked === 'live');
  return status === asked;
};
