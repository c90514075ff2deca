/** Which room may import which others: the table of the house, as data of its own. A room that is not here may not exist; transitive use is not a right. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'libs/contracts': [],
  'libs/follower': ['contracts'],
  'libs/platform': ['contracts'],
  'libs/persistence': ['contracts'],
  'libs/doorbell': ['contracts'],
  'libs/jobs': ['contracts'],
  'libs/sessions': ['contracts', 'follower', 'persistence', 'doorbell'],
  'libs/accounts': ['contracts', 'persistence'],
  'libs/embedded': ['contracts'],
  'libs/guard': ['contracts', 'follower'],
  'apps/api': ['contracts', 'platform', 'sessions', 'accounts', 'jobs'],
  'apps/gateway': ['contracts', 'platform', 'sessions'],
  'apps/worker': ['contracts', 'platform', 'sessions', 'accounts', 'jobs'],
  'apps/dashboard': ['contracts'],
  'apps/start': ['contracts', 'platform', 'embedded', 'persistence'],
};

/** Rooms that a browser or someone else's server loads: nothing of Node in them. */
export const withoutNode: readonly string[] = ['libs/contracts', 'libs/follower', 'apps/dashboard'];

/** Names that say nothing of what a folder or file holds. */
export const forbiddenNames: readonly string[] = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'core', 'misc', 'lib', 'manager'];

/** The files that may write `ended_at` and `generation`: the store behind the one door, and the realm's new epoch after a restore, which ends everything. */
export const behindTheDoor: readonly string[] = ['libs/persistence/src/stores/session-ends.ts', 'libs/persistence/src/stores/realm.ts'];

/** What that store offers, and who alone may call it. */
export const ends: readonly string[] = ['endSession', 'endSessions', 'endGeneration', 'expireSessions', 'sweepSessions', 'fillGeneration'];
export const theDoor: readonly string[] = ['libs/sessions/src/sessions.ts', 'libs/sessions/src/revoke.ts'];
