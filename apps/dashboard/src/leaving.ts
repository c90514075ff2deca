import type { EndReason, Event, Session } from '@curfew/contracts';

/** Why this browser is signed out. It names no account: others may be looking at the screen. It is kept in the history entry. */
export type Leaving =
  | { readonly kind: 'own'; readonly at: number }
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'ended';
      readonly reason: EndReason | 'unknown';
      readonly by: 'user' | 'admin' | 'service' | 'system';
      /** The device on which Log Out was pressed, where that is known. */
      readonly from: string | null;
      readonly at: number;
      readonly device: { readonly name: string; readonly type: Session['device']['type'] } | null;
      /** The days after which it ended by itself: unused, or in all. */
      readonly days: number;
    };

const day = 86_400_000;

/** What the last message of a socket says about the end of its own session; `known` is the session as the page had it. */
export const leavingOf = (event: Event, known: Session | undefined): Leaving => {
  const session = event.session ?? known ?? null;
  const reason = session?.endReason ?? reasonOf(event);
  const at = Date.parse(session?.endedAt ?? event.occurredAt);
  if (reason === 'signed-out') return { kind: 'own', at };
  const days = session === null ? 0 : daysOf(reason, session, at);
  return { kind: 'ended', reason, at, days, device: deviceOf(session), ...enderOf(event, session) };
};

const enderOf = ({ actor, from = null }: Event, session: Session | null): { readonly by: Event['actor']['type']; readonly from: string | null } => {
  const by = session?.endedBy ?? null;
  return by === null ? { by: actor.type, from } : { by: by.type, from: by.from ?? null };
};

const deviceOf = (session: Session | null): { readonly name: string; readonly type: Session['device']['type'] } | null =>
  session === null ? null : { name: session.device.label ?? session.device.name, type: session.device.type };

/** After how many whole days a session ended by itself; 0 when it was less than one, or something else ended it. */
export const daysOf = (reason: string, session: Pick<Session, 'createdAt' | 'lastActiveAt'>, endedAt: number): number => {
  if (reason === 'idle-timeout') return Math.round((endedAt - Date.parse(session.lastActiveAt)) / day);
  return reason === 'absolute-timeout' ? Math.round((endedAt - Date.parse(session.createdAt)) / day) : 0;
};

const reasons: ReadonlySet<string> = new Set<EndReason>([
  'signed-out',
  'idle-timeout',
  'absolute-timeout',
  'revoked-by-user',
  'revoked-by-admin',
  'revoked-by-service',
  'password-changed',
  'user-disabled',
  'limit-reached',
  'token-reuse',
  'suspicious',
  'bulk',
]);

const isReason = (text: string | null): text is EndReason => text !== null && reasons.has(text);

const reasonOf = (event: Event): EndReason | 'unknown' => (isReason(event.reason) ? event.reason : 'unknown');
