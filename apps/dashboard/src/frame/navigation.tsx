import {
  IconAdjustments,
  IconBan,
  IconChartDots,
  IconDevices,
  IconFileCertificate,
  IconHistory,
  IconKey,
  IconListSearch,
  IconUserCircle,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { User } from '@curfew/contracts';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';

import { useLiveCount } from '../active-sessions/use-live-count.js';
import { numberOf, useWords } from '../words/reader.js';
import classes from './frame.module.css';

/** Where one can go, and where one is. Administrators have their pages below their own. */
export const Navigation = ({ role, onGo }: { readonly role: User['role'] | undefined; readonly onGo?: () => void }) => {
  const { t } = useWords();
  return (
    <nav aria-label={t('frame.navigation')} {...(onGo === undefined ? {} : { onClick: onGo })}>
      <ul className={classes['nav']}>
        <Place to="/sessions" icon={IconDevices} words={t('frame.sessions')}>
          <DeviceCount />
        </Place>
        <Place to="/activity" icon={IconHistory} words={t('frame.activity')} />
        <Place to="/blocked-devices" icon={IconBan} words={t('frame.blocked')} />
        <Place to="/profile" icon={IconUserCircle} words={t('frame.profile')} />
      </ul>
      {role === 'admin' && (
        <>
          <p className={classes['group']} id="administration">
            {t('frame.administration')}
          </p>
          <ul className={classes['nav']} aria-labelledby="administration">
            <Place to="/admin" end icon={IconChartDots} words={t('frame.overview')} />
            <Place to="/admin/sessions" icon={IconListSearch} words={t('frame.allSessions')} />
            <Place to="/admin/users" icon={IconUsers} words={t('frame.users')} />
            <Place to="/admin/audit" icon={IconFileCertificate} words={t('frame.audit')} />
            <Place to="/admin/policies" icon={IconAdjustments} words={t('frame.policies')} />
            <Place to="/admin/api-keys" icon={IconKey} words={t('frame.apiKeys')} />
          </ul>
        </>
      )}
    </nav>
  );
};

interface PlaceProps {
  readonly to: string;
  /** Only this place itself, not those below it, counts as being there. */
  readonly end?: boolean;
  readonly icon: Icon;
  readonly words: string;
  readonly children?: ReactNode;
}

const Place = ({ to, end = false, icon: Glyph, words, children }: PlaceProps) => (
  <li>
    <NavLink to={to} end={end} className={classes['link'] ?? ''}>
      <Glyph size={18} stroke={1.6} aria-hidden="true" />
      {words}
      {children}
    </NavLink>
  </li>
);

const DeviceCount = () => {
  const count = useLiveCount();
  const { locale } = useWords();
  return count === undefined ? null : <span className={classes['count']}>{numberOf(count, locale)}</span>;
};
