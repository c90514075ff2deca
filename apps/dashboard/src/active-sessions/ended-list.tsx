import { Button, VisuallyHidden } from '@mantine/core';
import type { Session } from '@curfew/contracts';
import { Link } from 'react-router';

import { useTicking } from '../clock.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { exactOf, spanOf, whenOf } from '../words/time.js';
import cards from './cards.module.css';
import { DeviceIcon } from './device-icon.js';
import { endedByWords } from './ended-words.js';
import { roles } from './roles.js';
import { nameOf } from './rows.js';
import { TableHead } from './table.js';
import { Address } from './table-row.js';
import classes from './table.module.css';

interface Props {
  readonly sessions: readonly Session[];
}

/** Ended sessions in the same five columns. */
export const EndedTable = ({ id, sessions }: Props & { readonly id: string }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <table {...roles.table} className={classes['table']} data-ended aria-labelledby={id}>
        <caption id={id}>
          <VisuallyHidden component="span">{t('sessions.captionEnded')}</VisuallyHidden>
        </caption>
        <TableHead />
        <tbody {...roles.rowgroup}>
          {sessions.map((session) => (
            <tr key={session.id} {...roles.row} className={classes['row']}>
              <td {...roles.cell} data-column="device">
                <DeviceIcon type={session.device.type} />
                <Device session={session} />
              </td>
              <td {...roles.cell} data-column="ip">
                <Address session={session} />
              </td>
              <td {...roles.cell} data-column="status">
                <Why session={session} />
              </td>
              <td {...roles.cell} data-column="time">
                <Ended session={session} />
              </td>
              <td {...roles.cell} data-column="action">
                <Details session={session} variant="plain" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** The same on a phone. */
export const EndedCards = ({ sessions }: Props) => {
  const { t } = useWords();
  return (
    <ul className={cards['list']} aria-label={t('sessions.captionEnded')}>
      {sessions.map((session) => (
        <li key={session.id} className={cards['slot']}>
          <div className={cards['card']}>
            <dl>
              <dt>{t('sessions.device')}</dt>
              <dd>
                <Device session={session} />
              </dd>
              <dt>{t('sessions.ip')}</dt>
              <dd>
                <Address session={session} />
              </dd>
              <dt>{t('sessions.status')}</dt>
              <dd>
                <Why session={session} />
              </dd>
              <dt>{t('sessions.time')}</dt>
              <dd>
                <Ended session={session} />
              </dd>
              <dt>{t('sessions.action')}</dt>
              <dd className={cards['action']}>
                <Details session={session} variant="neutral" />
              </dd>
            </dl>
          </div>
        </li>
      ))}
    </ul>
  );
};

const Device = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  return (
    <span className={classes['device']}>
      <span className={classes['name']}>{nameOf(session)}</span>
      <span className={classes['second']}>{session.device.label === null ? t('sessions.noName') : session.device.name}</span>
    </span>
  );
};

const Why = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  const { what, by } = endedByWords(t, session);
  return (
    <>
      <span>{what}</span>
      {by !== null && <span className={classes['second']}>{by}</span>}
    </>
  );
};

const Ended = ({ session }: { readonly session: Session }) => {
  const { t, locale } = useWords();
  const at = session.endedAt ?? session.lastActiveAt;
  const when = useTicking((now) => t('sessions.endedAgo', { when: whenOf({ t, locale }, new Date(at), new Date(now)) }));
  return (
    <>
      <time dateTime={at} title={exactOf(new Date(at), locale)}>
        {when}
        <VisuallyHidden component="span">{`, ${exactOf(new Date(at), locale)}`}</VisuallyHidden>
      </time>
      <span className={classes['second']}>
        {t('sessions.wasSignedIn', { span: spanOf(t, Date.parse(at) - Date.parse(session.createdAt)) })}
      </span>
    </>
  );
};

const Details = ({ session, variant }: { readonly session: Session; readonly variant: 'plain' | 'neutral' }) => {
  const { t } = useWords();
  return (
    <Button
      component={Link}
      to={`/sessions/${session.id}`}
      variant={variant}
      aria-label={t('sessions.detailsOf', { name: nameOf(session) })}
      className={classes['details'] ?? ''}
    >
      {t('sessions.details')}
    </Button>
  );
};
