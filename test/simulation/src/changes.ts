import { IDLE_TIMEOUT } from './rules.js';
import type { Change, Row } from './database.js';

const nobody = { userId: null, sessionId: null };

/** One session ends: logged out, revoked, or its time has run out. Ending it again changes nothing. */
export const revoke = (id: string): Change => (database) => {
  const row = database.stored.sessions.get(id);
  if (row === undefined || !database.isUnended(row)) return null;
  row.endedAt = database.now();
  return { type: 'session-revoked', userId: row.userId, sessionId: id };
};

export const expire = (id: string): Change => (database) => {
  const row = database.stored.sessions.get(id);
  if (row === undefined || !database.isUnended(row) || row.expiresAt > database.now()) return null;
  row.endedAt = database.now();
  return { type: 'session-expired', userId: row.userId, sessionId: id };
};

/** Everything of a user, by one row. The spared session asks; if it is no longer live, nothing happens. */
export const revokeUser =
  (userId: string, spared: string | null): Change =>
  (database) => {
    const { users, sessions } = database.stored;
    const row = spared === null ? undefined : sessions.get(spared);
    if (row !== undefined && database.rules.spareCheck && !database.isUnended(row)) return null;
    const generation = (users.get(userId) ?? 1) + 1;
    users.set(userId, generation);
    if (row !== undefined && row.endedAt === null) row.generation = generation;
    return { ...nobody, type: 'sessions-revoked', userId, generation, sparedSessionId: spared };
  };

export const revokeEveryone =
  (spared: string | null): Change =>
  (database) => {
    const { stored } = database;
    const row = spared === null ? undefined : stored.sessions.get(spared);
    if (row !== undefined && database.rules.spareCheck && !database.isUnended(row)) return null;
    stored.realm += 1;
    if (row !== undefined && row.endedAt === null) row.realmGeneration = stored.realm;
    return { ...nobody, type: 'sessions-revoked', generation: stored.realm, sparedSessionId: spared };
  };

export const open =
  (id: string, userId: string): Change =>
  (database) => {
    const { stored } = database;
    const now = database.now();
    const absoluteAt = now + 3 * IDLE_TIMEOUT;
    const generation = stored.users.get(userId) ?? 1;
    stored.users.set(userId, generation);
    const row: Row = { id, userId, tokenHash: `token of ${id}`, generation, realmGeneration: stored.realm, endedAt: null, expiresAt: now + IDLE_TIMEOUT, version: 1, absoluteAt };
    stored.sessions.set(id, row);
    return { type: 'session-created', userId, sessionId: id };
  };

/** A label, a place, a role: something that a copy may hold. */
export const update = (id: string): Change => (database) => {
  const row = database.stored.sessions.get(id);
  if (row === undefined) return null;
  row.version += 1;
  return { type: 'session-updated', userId: row.userId, sessionId: id, version: row.version };
};
