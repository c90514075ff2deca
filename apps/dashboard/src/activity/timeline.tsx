import {
  IconBan,
  IconCircleCheck,
  IconKey,
  IconLockX,
  IconLogin2,
  IconLogout2,
  IconMapPin,
  IconPencil,
  IconUserCircle,
  type Icon,
} from '@tabler/icons-react';
import type { Event } from '@curfew/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { useWords } from '../words/reader.js';
import { clockSecondsOf, exactOf } from '../words/time.js';
import { happeningDevice, happeningPlace, happeningWords } from './happening-words.js';
import type { Happening } from './happenings.js';
import classes from './timeline.module.css';

/** What happened, one below the other, with its time. */
export const Timeline = ({ happenings, withDevice }: { readonly happenings: readonly Happening[]; readonly withDevice: boolean }) => (
  <ol className={classes['timeline']}>
    {happenings.map((happening) => (
      <Entry key={happening.event.id} happening={happening} withDevice={withDevice} />
    ))}
  </ol>
);

const Entry = ({ happening, withDevice }: { readonly happening: Happening; readonly withDevice: boolean }) => {
  const { t, locale, language } = useWords();
  const { event } = happening;
  const [Glyph, look] = lookOf(happening);
  const at = new Date(event.occurredAt);
  const device = withDevice ? happeningDevice(happening) : null;
  return (
    <li>
      <span className={classes['glyph']} data-look={look}>
        <Glyph size={16} stroke={1.8} aria-hidden="true" />
      </span>
      <div>
        <p className={classes['what']}>{happeningWords(t, happening)}</p>
        <p className={classes['where']}>
          {joined([
            device === null || event.sessionId === null ? (
              device
            ) : (
              <Link key="device" to={`/sessions/${event.sessionId}`}>
                {device}
              </Link>
            ),
            happeningPlace(t, happening, language),
          ])}
        </p>
      </div>
      <time dateTime={event.occurredAt} title={exactOf(at, locale)}>
        {clockSecondsOf(at, locale)}
      </time>
    </li>
  );
};

const joined = (parts: readonly ReactNode[]): ReactNode =>
  parts
    .filter((part) => part !== null && part !== '')
    .map((part, index) => [index > 0 ? ' · ' : '', part]);

type Look = 'quiet' | 'accent' | 'amber' | 'ember';

const looks: Readonly<Record<Event['type'], readonly [Icon, Look]>> = {
  'session-created': [IconLogin2, 'accent'],
  'session-updated': [IconPencil, 'quiet'],
  'session-revoked': [IconLogout2, 'quiet'],
  'session-expired': [IconLogout2, 'quiet'],
  'sessions-revoked': [IconLogout2, 'quiet'],
  'user-created': [IconUserCircle, 'accent'],
  'user-updated': [IconUserCircle, 'quiet'],
  'user-disabled': [IconBan, 'ember'],
  'user-enabled': [IconCircleCheck, 'quiet'],
  'role-changed': [IconUserCircle, 'quiet'],
  'password-changed': [IconKey, 'accent'],
  'sign-in-failed': [IconLockX, 'amber'],
  'device-blocked': [IconBan, 'ember'],
  'device-unblocked': [IconCircleCheck, 'quiet'],
  'api-key-created': [IconKey, 'quiet'],
  'api-key-revoked': [IconKey, 'quiet'],
  'signing-keys-replaced': [IconKey, 'ember'],
};

const lookOf = ({ event, change }: Happening): readonly [Icon, Look] => {
  if (change === 'moved') return [IconMapPin, 'amber'];
  return change === 'acknowledged' ? [IconCircleCheck, 'quiet'] : looks[event.type];
};
