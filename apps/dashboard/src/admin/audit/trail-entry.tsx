import type { AuditEvent } from '@curfew/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { nameOf } from '../../active-sessions/rows.js';
import { useWords } from '../../words/reader.js';
import { clockSecondsOf, elapsedOf, exactOf } from '../../words/time.js';
import own from './audit.module.css';
import { trailAddressOf } from './trail-filter.js';
import { eventWords, reasonWords } from './trail-words.js';
import { UserName } from './user-name.js';

/** One event: what, whose, by whom, from where and why; its numbers behind *Details*. */
export const TrailEntry = ({ event }: { readonly event: AuditEvent }) => {
  const { t, locale } = useWords();
  const at = new Date(event.occurredAt);
  const why = reasonWords(t, event);
  return (
    <li data-event={event.type}>
      <time dateTime={event.occurredAt} title={exactOf(at, locale)}>
        {clockSecondsOf(at, locale)}
      </time>
      <div>
        <p className={own['what']}>
          {eventWords(t, event)}
          {why !== null && <span> · {why}</span>}
        </p>
        <p className={own['where']}>
          <Joined parts={[<Whose key="whose" event={event} />, event.session === null ? null : nameOf(event.session), event.ipAddress]} />
        </p>
        {event.note !== null && <p className={own['note']}>{t('trail.note', { note: event.note })}</p>}
        {event.receipt !== null && <Proof receipt={event.receipt} />}
        {event.erased && <p className={own['where']}>{t('trail.erased')}</p>}
        <Details event={event} />
      </div>
    </li>
  );
};

const Joined = ({ parts }: { readonly parts: readonly ReactNode[] }) => parts.filter((part) => part !== null).map((part, index) => [index > 0 ? ' · ' : '', part]);

// "ada@example.com", and by whom when it was not herself.
const Whose = ({ event: { userId, actor } }: { readonly event: AuditEvent }) => {
  const { t } = useWords();
  const others = actor.type === 'system' ? t('trail.by.system') : actor.type === 'service' ? t('trail.by.service') : null;
  return (
    <>
      {userId !== null && (
        <Link to={`/admin/users/${userId}`}>
          <UserName id={userId} />
        </Link>
      )}
      {others !== null && ` ${others}`}
      {others === null && actor.id !== null && actor.id !== userId && (
        <>
          {` ${t('trail.by.someone')} `}
          <Link to={`/admin/users/${actor.id}`}>
            <UserName id={actor.id} />
          </Link>
        </>
      )}
    </>
  );
};

const Proof = ({ receipt }: { readonly receipt: NonNullable<AuditEvent['receipt']> }) => {
  const { t } = useWords();
  const { consumers, socketsClosed, elapsedMs } = receipt;
  return (
    <p className={own['proof']}>
      {t('trail.proof', { ...consumers, elapsed: elapsedOf(t, elapsedMs) })} · {t('sessions.closed', { count: socketsClosed })}
    </p>
  );
};

const Details = ({ event }: { readonly event: AuditEvent }) => {
  const { t } = useWords();
  const { id, position, userId, sessionId, actor, requestId } = event;
  return (
    <details className={own['details']}>
      <summary>{t('sessions.details')}</summary>
      <dl>
        <dt>{t('trail.event')}</dt>
        <dd>{id}</dd>
        <dt>{t('trail.position')}</dt>
        <dd>{position}</dd>
        {requestId != null && (
          <>
            <dt>{t('trail.request')}</dt>
            <dd>{requestId}</dd>
          </>
        )}
      </dl>
      <p>
        {userId !== null && <Link to={trailAddressOf({ userId })}>{t('trail.only.user')}</Link>}
        {sessionId !== null && <Link to={trailAddressOf({ sessionId })}>{t('trail.only.session')}</Link>}
        {actor.id !== null && actor.type !== 'service' && <Link to={trailAddressOf({ actorId: actor.id })}>{t('trail.only.actor')}</Link>}
      </p>
    </details>
  );
};
