// A session and its event as TypeORM has it: two entities, inserted in one transaction.
import 'reflect-metadata';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DataSource, EntitySchema } from 'typeorm';
import { serve } from './repeated.js';

const session = new EntitySchema({
  name: 'Session',
  tableName: 'typeorm_sessions',
  columns: {
    id: { type: 'uuid', primary: true }, userId: { type: 'uuid' }, tokenHash: { type: 'bytea' }, deviceType: { type: 'text' }, deviceName: { type: 'text' }, userAgent: { type: 'text' },
    ipAddress: { type: 'inet' }, createdAt: { type: 'timestamptz', createDate: true }, expiresAt: { type: 'timestamptz' },
  },
  indices: [{ columns: ['tokenHash'], unique: true }, { columns: ['userId', 'createdAt'] }, { columns: ['expiresAt'] }],
});
const event = new EntitySchema({
  name: 'SessionEvent',
  tableName: 'typeorm_session_events',
  columns: { number: { type: 'bigint', primary: true, generated: 'increment' }, type: { type: 'text' }, userId: { type: 'uuid' }, sessionId: { type: 'uuid' }, session: { type: 'jsonb' }, at: { type: 'timestamptz', createDate: true } },
  indices: [{ columns: ['userId', 'number'] }, { columns: ['sessionId'] }],
});
const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, poolSize: 10, entities: [session, event], synchronize: true });
await source.initialize();
const users = Array.from({ length: 1000 }, () => randomUUID());

serve((count) =>
  source.transaction(async (manager) => {
    const row = { id: randomUUID(), userId: users[count % users.length], tokenHash: createHash('sha256').update(randomBytes(32)).digest(), deviceType: 'desktop', deviceName: 'Firefox on Ubuntu', userAgent: 'Mozilla/5.0', ipAddress: '203.0.113.7', expiresAt: new Date(Date.now() + 1e9) };
    await manager.insert(session, row);
    await manager.insert(event, { type: 'session-created', userId: row.userId, sessionId: row.id, session: { id: row.id, userId: row.userId, device: { type: row.deviceType, name: row.deviceName } } });
  }),
);
