import type { Session } from '@curfew/contracts';

/** Who asks, when, and what is open now. */
export interface Asked {
  readonly now: number;
  readonly idleAfterMs: number;
  readonly currentId: string | null;
  readonly connections: number;
}

/** A stored view as it is answered: `idle`, `online` and `current` depend on when and by whom it is looked at. */
export const present = (view: Session, { now, idleAfterMs, currentId, connections }: Asked): Session => {
  const live = view.endedAt === null;
  return {
    ...view,
    status: live && now - Date.parse(view.lastActiveAt) >= idleAfterMs ? 'idle' : view.status,
    online: live && connections > 0,
    connections: live ? connections : 0,
    current: view.id === currentId,
  };
};
