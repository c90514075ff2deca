export { extendChain } from './audit/extend.js';
export { forgetUnconfirmed, readUnconfirmed, writeConfirmations, type Confirmation } from './audit/confirmations.js';
export { auditTrailStatement, listAuditTrail, type AuditTrailQuery, type TrailRow } from './audit/trail.js';
export { verifyTrail, type KnownLink } from './audit/verify.js';
export { Cursors } from './cursors.js';
export { Database, dataSource, type DatabaseOptions, type Sql } from './database.js';
export { joined } from './joined.js';
export { migrate, type Migrated, type MigrateOptions } from './migrate.js';
export { rights, roleOf, type RunningRole } from './running-role.js';
export { admitCanaries, forgetCanaries, ofPeople, readCanaryResults, readCanaryStats, writeCanaryFlight, writeCanaryResults, type CanaryResult, type CanaryStats, type KnownCanary } from './stores/canaries.js';
export { admitApiKeys, insertApiKey, listApiKeys, revokeApiKey, touchApiKeys, type AdmittedKey, type NewApiKey } from './stores/api-keys.js';
export { readConsumers, readConsumersFor, removeConsumer, removeGoneConsumer, removeLapsedConsumers, renewConsumer, type ConsumerRow, type Registration, type Renewal } from './stores/consumers.js';
export {
  acknowledgeSession,
  blockDevice,
  listBlockedDevices,
  liveSessionsOfDevice,
  unblockDevice,
} from './stores/devices.js';
export { appendAudit, appendEvent, listEvents, type EventQuery, type ListedEvent, type NewEvent } from './stores/events.js';
export { readFeed, type FeedPlace, type FeedRead } from './stores/feed.js';
export { findGuard, registerGuards, removeGuard, renewGuards, type GuardRenewal, type NewGuard, type RenewedGuard } from './stores/guards.js';
export { alignDeadlines, beforeAll, countEndedBy, usersOverLimit, type Held } from './stores/deadlines.js';
export { lockPolicies, markApplied, readPolicies, writePolicy, type PolicyRow } from './stores/policies.js';
export { insertSession, type NewSession, type Rule } from './stores/sign-ins.js';
export { countLiveSessions, countOnline } from './stores/statistics.js';
export { eraseUser, type Erasure } from './stores/erasure.js';
export { readHours } from './stores/hours.js';
export { insertInvitation, takeInvitation } from './stores/invitations.js';
export { makePartitions, readLog, type LogPage, type LogPlace } from './stores/log.js';
export { deleteEndedSessions, dropPartitions, trimChain } from './stores/retention.js';
export { clearPresence, readOnline, writePresence, type Online, type PresenceChange } from './stores/presence.js';
export { beginEpoch, isTimelineSettled, lockRealm, openEpoch, readRealm, settleTimeline, shareRealm, type Realm } from './stores/realm.js';
export { endGeneration, endSession, endSessions, expireSessions, fillGeneration, sweepSessions, type Batch, type End, type GenerationEnd, type GenerationSelector } from './stores/session-ends.js';
export {
  addClosedSockets,
  advanceRevocation,
  cancelRevocation,
  findRevocation,
  findRevocationByKey,
  finishRevocation,
  insertRevocation,
  listMoving,
  listRevocations,
  listUnfinished,
  proveRevocation,
  takeRevocation,
  type IdempotencyKey,
  type RevocationRow,
} from './stores/revocations.js';
export { filterSql } from './stores/session-filter.js';
export { breakDownMatching, countMatching, listMatching, type Matched, type Matching } from './stores/session-matches.js';
export { countSessions, searchSessions, searchSql, type Search } from './stores/session-search.js';
export { findEndPosition, findSession, listLive, listOwnSessions, type ListedSession, type OwnQuery } from './stores/session-lists.js';
export { moveSession, type SessionMove } from './stores/session-moves.js';
export { changeSession, loadSessions, writeActivity, type Activity, type LiveSession, type SessionChange } from './stores/session-rows.js';
export { rotateToken, type Rotation } from './stores/token-rotation.js';
export { deleteSigningKeys, insertSigningKey, lockSigningKeys, readSigningKeys, withdrawSigningKeys, type NewSigningKey, type SigningKeyRow } from './stores/signing-keys.js';
export { findExternalIds, findSubjects, writeSubject, type NewSubject, type Subject, type WrittenSubject } from './stores/subjects.js';
export {
  findPasswordHash,
  findUser,
  findUserByEmail,
  insertUser,
  isAdministrator,
  listUsers,
  lockAdministrators,
  lockUser,
  setPasswordHash,
  takeSetUpSecret,
  updateUser,
  adminUserView,
  userView,
  type NewUser,
  type UserChange,
  type UserListQuery,
  type UserRow,
} from './stores/users.js';
