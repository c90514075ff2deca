import type { AdminSession, Session } from '@curfew/contracts';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Link } from 'react-router';

import { cache } from '../../account/cache.js';
import { useConnection } from '../../account/connection.js';
import { rememberPressed, type Acts } from '../../active-sessions/acts.js';
import { Endings } from '../../active-sessions/endings.js';
import { interrupt } from '../../announce.js';
import { serverNow } from '../../clock.js';
import { words } from '../../words/i18n.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { lastReason } from './last-reason.js';
import { PickBox } from './pick-box.js';
import { Picks } from './picks.js';
import { ReasonedLogOut } from './reasoned-log-out.js';
import { endAnySession } from './session-calls.js';

interface AdminActs extends Acts {
  readonly picks: Picks;
  readonly rememberOrder: (ids: readonly string[]) => void;
  /** Shows that others ended these; of very many at once nothing is said, they only go. */
  readonly endedElsewhere: (sessions: readonly Session[]) => void;
}

/** What an administrator can do in a list of sessions: of anyone, each with whose it is, or of one user. */
export const useAdminActs = (sessions: readonly AdminSession[], of: 'anyone' | 'one'): AdminActs => {
  const [{ endings, picks, rememberOrder, endedElsewhere }] = useState(makeEndings);
  const rows = useSyncExternalStore(endings.subscribe, endings.rows);
  const { state } = useConnection();
  const users = useMemo(() => new Map(sessions.map((session) => [session.id, session.user])), [sessions]);
  const [known] = useState(() => new Map<string, AdminSession['user']>());
  useEffect(() => {
    for (const [id, user] of users) known.set(id, user);
  }, [users, known]);
  return useMemo(
    () => ({
      endings: rows,
      state,
      logOut: (row, asked) => {
        rememberPressed(row.key);
        void Promise.all(asked.map((session) => endings.logOut(session))).then((outcomes) => {
          if (outcomes.some(({ phase }) => phase === 'failed')) interrupt(words.t('sessions.failed'));
          else void cache.invalidateQueries({ queryKey: adminKeys.sessions });
        });
      },
      close: (ids) => endings.close(ids),
      linkOf: () => null,
      canRename: false,
      secondLine: ({ lead }) =>
        of === 'one' ? <Kind session={lead} /> : <Owner user={users.get(lead.id) ?? known.get(lead.id)} otherwise={lead.device.name} />,
      LogOut: ReasonedLogOut,
      Pick: PickBox,
      picks,
      rememberOrder,
      endedElsewhere,
    }),
    [rows, state, of, users, known, endings, picks, rememberOrder, endedElsewhere],
  );
};

const Owner = ({ user, otherwise }: { readonly user: AdminSession['user'] | undefined; readonly otherwise: string }) =>
  user === undefined ? otherwise : <Link to={`/admin/users/${user.id}`}>{user.email}</Link>;

const Kind = ({ session: { device } }: { readonly session: Session }) => {
  const { t } = useWords();
  return device.label === null ? t('sessions.noName') : device.name;
};

const shownAtOnce = 20;

const makeEndings = (): { readonly endings: Endings } & Pick<AdminActs, 'picks' | 'rememberOrder' | 'endedElsewhere'> => {
  let order: readonly string[] = [];
  const reason = (): string | undefined => (lastReason() === '' ? undefined : lastReason());
  const endings = new Endings({ end: (id) => endAnySession(id, reason()), now: serverNow, order: () => order });
  const picks = new Picks(endings, endAnySession);
  return {
    endings,
    picks,
    rememberOrder: (ids) => {
      order = ids;
    },
    endedElsewhere: (sessions) => {
      picks.drop(sessions.map(({ id }) => id));
      if (sessions.length <= shownAtOnce) for (const session of sessions) endings.endedElsewhere(session);
    },
  };
};
