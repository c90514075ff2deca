export { Cursors } from './cursors.js';
export { Database, dataSource, type DatabaseOptions, type Sql } from './database.js';
export { migrate, type Migrated, type MigrateOptions } from './migrate.js';
export { rights, roleOf, type RunningRole } from './running-role.js';
export { admitCanaries, forgetCanaries, ofPeople, readCanaryResults, writeCanaryResults, type CanaryResult, type KnownCanary } from './stores/canaries.js';
export { readConsumers, removeConsumer, removeLapsedConsumers, renewConsumer, type ConsumerRow, type Registration, type Renewal } from './stores/consumers.js';
export {
  acknowledgeSession,
  blockDevice,
  listBlockedDevices,
  liveSessionsOfDevice,
  readFamiliarity,
  unblockDevice,
  type Familiarity,
  type SeenDevice,
} from './stores/devices.js';
export { appendEvent, listEvents, type EventQuery, type ListedEvent, type NewEvent } from './stores/events.js';
export { makePartitions, readLog, type LogPage, type LogPlace } from './stores/log.js';
export { clearPresence, readOnline, writePresence, type Online, type PresenceChange } from './stores/presence.js';
export { beginEpoch, isTimelineSettled, lockRealm, openEpoch, readRealm, settleTimeline, shareRealm, type Realm } from './stores/realm.js';
export { endGeneration, endSession, expireSessions, fillGeneration, sweepSessions, type End, type GenerationEnd, type GenerationSelector } from './stores/session-ends.js';
export { findEndPosition, findSession, listAllSessions, listLive, listOwnSessions, type AllQuery, type ListedSession, type OwnQuery } from './stores/session-lists.js';
export { moveSession, type SessionMove } from './stores/session-moves.js';
export { changeSession, insertSession, loadSessions, shareUser, writeActivity, type Activity, type LiveSession, type NewSession, type SessionChange } from './stores/session-rows.js';
export {
  findPasswordHash,
  findUser,
  findUserByEmail,
  insertUser,
  listUsers,
  lockAdministrators,
  lockUser,
  setPasswordHash,
  takeSetUpSecret,
  updateUser,
  userView,
  type NewUser,
  type UserChange,
  type UserListQuery,
  type UserRow,
} from './stores/users.js';
