/*
 * Words (the whole vocabulary)
 *
 * user      who signs in
 * device    what they signed in from (a value of the session)
 * session   a device's permission to act for a user: live or ended, never live again once ended
 * event     a fact about sessions, written in the same transaction as the change
 * log       the durable order of events
 * doorbell  Redis pub/sub: hurries, never decides
 * follower  what a consumer knows of the log, and until when it may rely on it
 * policy    a pure rule that says at sign-in or in time which sessions must end
 * receipt   the proof that consumers know
 *
 * Two verbs change the world: open and revoke. A session's time running out is announced, with the verb expire.
 */

export { accessTokenRequest, accessToken, accessTokenClaims, keySet, serverMetadata, type AccessTokenRequest, type AccessToken, type AccessTokenClaims, type KeySet, type ServerMetadata } from './access-token.js';
export {
  delivery,
  signUp,
  signIn,
  setUp,
  passwordChange,
  signedIn,
  passwordChanged,
  type Delivery,
  type SignUp,
  type SignIn,
  type SetUp,
  type PasswordChange,
  type SignedIn,
  type PasswordChanged,
} from './account.js';
export { canaryUserId, isOfPeople } from './canary.js';
export {
  auditOnly,
  auditType,
  auditReceipt,
  auditEvent,
  auditQuery,
  auditExportQuery,
  auditBreak,
  auditVerification,
  type AuditType,
  type AuditReceipt,
  type AuditEvent,
  type AuditQuery,
  type AuditExportQuery,
  type AuditBreak,
  type AuditVerification,
} from './audit.js';
export {
  network,
  standing,
  adminSessionQuery,
  adminSessionExport,
  exportFormat,
  revocationFilter,
  watchFilter,
  watchRequest,
  total,
  adminSessionPage,
  type Standing,
  type AdminSessionQuery,
  type AdminSessionExport,
  type ExportFormat,
  type RevocationFilter,
  type WatchFilter,
  type WatchRequest,
  type SessionFilter,
  type Total,
  type AdminSessionPage,
} from './admin-query.js';
export { scope, apiKey, apiKeyRequest, apiKeyQuery, issuedApiKey, type Scope, type ApiKey, type ApiKeyRequest, type ApiKeyQuery, type IssuedApiKey } from './api-key.js';
export {
  deviceType,
  label,
  device,
  deviceClaim,
  blockedDevice,
  location,
  type DeviceType,
  type Device,
  type DeviceClaim,
  type Location,
  type BlockedDevice,
} from './device.js';
export {
  channels,
  ringing,
  acknowledgement,
  acknowledging,
  presenceNews,
  type Channel,
  type Ringing,
  type Acknowledgement,
  type PresenceNews,
} from './doorbell.js';
export { problems, violation, problem, CurfewError, type ProblemCode, type Violation, type Problem } from './error.js';
export { eventType, event, activityQuery, presence, type EventType, type Event, type ActivityQuery, type Presence } from './event.js';
export { invitation, invitationAcceptance, invited, type Invitation, type InvitationAcceptance, type Invited } from './invitation.js';
export { feedCursor, feedQuery, feedPage, feedAcks, feedActivity, feedStreamQuery, type FeedQuery, type FeedPage, type FeedAcks, type FeedActivity } from './feed.js';
export { digits, limit, cursor, page, type Page } from './list.js';
export { atLimit, policyRules, policyPatch, policy, type AtLimit, type PolicyRules, type PolicyPatch, type Policy } from './policy.js';
export { consumer, type Consumer, receipt, ended, endedMany, type Receipt, type Ended, type EndedMany } from './receipt.js';
export {
  choosesAll,
  revocationRequest,
  revocationStatus,
  revocation,
  revocationAccepted,
  revocationPreview,
  revocationQuery,
  idempotencyKey,
  revocationProgress,
  type RevocationRequest,
  type RevocationStatus,
  type Revocation,
  type RevocationAccepted,
  type RevocationPreview,
  type RevocationQuery,
  type RevocationProgress,
} from './revocation.js';
export {
  externalId,
  serviceSignIn,
  serviceSignedIn,
  subjectSessionQuery,
  serviceEndQuery,
  tokenForm,
  introspection,
  knownQuery,
  knownSession,
  knownSessions,
  type ServiceSignIn,
  type ServiceSignedIn,
  type SubjectSessionQuery,
  type TokenForm,
  type Introspection,
  type KnownQuery,
  type KnownSession,
  type KnownSessions,
} from './service.js';
export {
  status,
  endReason,
  statusOf,
  actorType,
  actor,
  endedBy,
  session,
  adminSession,
  liveness,
  sessionQuery,
  sessionPatch,
  wait,
  endQuery,
  signOutQuery,
  endAllQuery,
  sort,
  adminEndQuery,
  type Status,
  type EndReason,
  type Actor,
  type EndedBy,
  type Session,
  type AdminSession,
  type Liveness,
  type SessionQuery,
  type SessionPatch,
  type Sort,
} from './session.js';
export { maxMessageBytes, type Refusal, type ServerMessages, type WatchAnswer } from './socket.js';
export { stats, type Stats } from './stats.js';
export { line, email, password, instant, id, secret } from './text.js';
export {
  role,
  adminUser,
  user,
  name,
  userPatch,
  adminUserPatch,
  userQuery,
  type Role,
  type User,
  type AdminUserPatch,
  type UserQuery,
  type AdminUser,
} from './user.js';
