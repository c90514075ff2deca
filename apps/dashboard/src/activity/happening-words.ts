import type { Event } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import { endedLine } from '../active-sessions/ended-words.js';
import { nameOf } from '../active-sessions/rows.js';
import { countryOf } from '../words/place.js';
import type { Happening } from './happenings.js';

/** What happened, in a few words. */
export const happeningWords = (t: TFunction, { event, change, times }: Happening): string => {
  switch (event.type) {
    case 'session-created':
      return event.session?.method === 'password' ? t('activity.signedIn') : t('activity.signedInOther');
    case 'session-updated':
      return changeWords(t, event, change);
    case 'session-revoked':
    case 'session-expired':
      return event.session === null ? t('sessions.ended.unknown') : endedLine(t, event.session);
    case 'sessions-revoked':
      return event.sparedSessionId == null ? t('activity.endedAll') : t('activity.endedMany');
    case 'sign-in-failed':
      return times === 2 ? t('activity.wrongTwice') : t('activity.wrong', { count: times });
    default:
      return t(`activity.${plain[event.type]}`);
  }
};

/** Where, and by whom, as far as the event says. */
export const happeningPlace = (t: TFunction, { event, before, change }: Happening, language: string): string | null => {
  const { session } = event;
  if (session === null) return null;
  const from = change === 'moved' ? countryOf(before?.location ?? null, language) : null;
  const to = countryOf(session.location, language);
  const place = from !== null && to !== null && from !== to ? t('activity.fromTo', { from, to }) : to;
  return [place, session.ipAddress].filter((part) => part !== null).join(' · ');
};

/** The device that it is about; null when the account itself is. */
export const happeningDevice = ({ event }: Happening): string | null => {
  if (event.session !== null) return nameOf(event.session);
  return event.type === 'device-blocked' || event.type === 'device-unblocked' ? event.reason : null;
};

const plain = {
  'user-created': 'created',
  'user-updated': 'profile',
  'user-disabled': 'disabled',
  'user-enabled': 'enabled',
  'role-changed': 'role',
  'password-changed': 'password',
  'device-blocked': 'blocked',
  'device-unblocked': 'unblocked',
  'api-key-created': 'apiKeyCreated',
  'api-key-revoked': 'apiKeyRevoked',
  'signing-keys-replaced': 'signingKeysReplaced',
} as const;

const changeWords = (t: TFunction, { session }: Event, change: Happening['change']): string => {
  switch (change) {
    case 'named':
      return t('activity.named', { name: session?.device.label ?? '' });
    case 'typed':
      return t('activity.typed', { type: t(`types.${session?.device.type ?? 'unknown'}`) });
    case 'moved':
    case 'unnamed':
    case 'acknowledged':
    case 'updated':
      return t(`activity.${change}`);
    case null:
      return t('activity.updated');
  }
};
