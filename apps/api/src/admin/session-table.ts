import type { AdminSession } from '@curfew/contracts';

import type { Columns } from '../http/attachment.js';

/** A session as a line of a table. */
export const sessionColumns: Columns<AdminSession> = {
  id: ({ id }) => id,
  userId: ({ user }) => user.id,
  email: ({ user }) => user.email,
  userName: ({ user }) => user.name,
  status: ({ status }) => status,
  online: ({ online }) => online,
  connections: ({ connections }) => connections,
  deviceType: ({ device }) => device.type,
  deviceName: ({ device }) => device.name,
  deviceLabel: ({ device }) => device.label,
  os: ({ device }) => device.os,
  browser: ({ device }) => device.browser,
  ipAddress: ({ ipAddress }) => ipAddress,
  country: ({ location }) => location?.country,
  region: ({ location }) => location?.region,
  city: ({ location }) => location?.city,
  createdAt: ({ createdAt }) => createdAt,
  lastActiveAt: ({ lastActiveAt }) => lastActiveAt,
  expiresAt: ({ expiresAt }) => expiresAt,
  endedAt: ({ endedAt }) => endedAt,
  endReason: ({ endReason }) => endReason,
  endedByType: ({ endedBy }) => endedBy?.type,
  endedById: ({ endedBy }) => endedBy?.id,
  method: ({ method }) => method,
};
