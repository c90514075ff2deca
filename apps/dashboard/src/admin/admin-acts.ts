import type { AdminSession } from '@curfew/contracts';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';

import { useConnection } from '../account/connection.js';
import { cache, keys } from '../account/cache.js';
import { interrupt } from '../announce.js';
import { rememberPressed, type Acts } from '../active-sessions/acts.js';
import { Endings } from '../active-sessions/endings.js';
import { endAnySession } from '../calls.js';
import { serverNow } from '../clock.js';
import { words } from '../words/i18n.js';
import { lastReason } from './last-reason.js';
import { ReasonedLogOut } from './reasoned-log-out.js';

interface AdminActs extends Acts {
  readonly rememberOrder: (ids: readonly string[]) => void;
}

/** What an administrator can do in the list of everyone's sessions. */
export const useAdminActs = (sessions: readonly AdminSession[]): AdminActs => {
  const [{ endings, rememberOrder }] = useState(makeEndings);
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
          else void cache.invalidateQueries({ queryKey: keys.allSessions });
        });
      },
      close: (ids) => endings.close(ids),
      linkOf: () => null,
      canRename: false,
      secondLine: ({ lead }) => (users.get(lead.id) ?? known.get(lead.id))?.email ?? lead.device.name,
      LogOut: ReasonedLogOut,
      rememberOrder,
    }),
    [rows, state, users, known, endings, rememberOrder],
  );
};

const makeEndings = (): { readonly endings: Endings; readonly rememberOrder: (ids: readonly string[]) => void } => {
  let order: readonly string[] = [];
  const reason = (): string | undefined => (lastReason() === '' ? undefined : lastReason());
  return {
    endings: new Endings({ end: (id) => endAnySession(id, reason()), now: serverNow, order: () => order }),
    rememberOrder: (ids) => {
      order = ids;
    },
  };
};
