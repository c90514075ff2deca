import type { Session } from '@curfew/contracts';
import { useMemo } from 'react';

import { announce, interrupt } from '../announce.js';
import { useConnection } from '../account/connection.js';
import { left } from '../account/signed-out.js';
import { cache, keys } from '../account/cache.js';
import { endSession, signOut } from '../calls.js';
import { serverNow } from '../clock.js';
import { words } from '../words/i18n.js';
import { useWords } from '../words/reader.js';
import { spokenElapsedOf } from '../words/time.js';
import { rememberPressed, type Acts } from './acts.js';
import { together, type Ending } from './ending.js';
import { hearSession } from './live-list.js';
import { ownEndings, useOwnEndings } from './own-endings.js';
import { nameOf, type Row } from './rows.js';

/** What can be done in the account's own list. */
export const useOwnActs = (): Acts => {
  const endings = useOwnEndings();
  const { state } = useConnection();
  const { t } = useWords();
  return useMemo(
    () => ({
      endings,
      state,
      logOut: (row, sessions) => void logOut(row, sessions),
      close: (ids) => ownEndings.close(ids),
      linkOf: (session) => `/sessions/${session.id}`,
      canRename: true,
      secondLine: ({ unfamiliar, lead }) => {
        if (unfamiliar) return t('sessions.notSeen');
        return lead.device.label === null ? t('sessions.noName') : lead.device.name;
      },
    }),
    [endings, state, t],
  );
};

/** Logs out a row's sessions, this browser's own last: after it nothing can be asked any more. */
export const logOut = async (row: Row, sessions: readonly Session[], block = false): Promise<void> => {
  rememberPressed(row.key);
  const own = sessions.find((session) => session.current);
  const others = sessions.filter((session) => !session.current);
  const endings = await Promise.all(others.map((session) => ownEndings.logOut(session, block ? blocking : undefined)));
  if (others.length > 0) say(nameOf(row.lead), together(endings));
  void cache.invalidateQueries({ queryKey: keys.ended });
  if (block) void cache.invalidateQueries({ queryKey: keys.blocked });
  if (own === undefined) return;
  const ending = await ownEndings.logOut(own, signOut);
  if (ending.phase === 'failed') return interrupt(words.t('sessions.failed'));
  left({ kind: 'own', at: serverNow() });
};

const blocking = async (id: string): ReturnType<typeof endSession> => {
  const answer = await endSession(id, { block: true });
  hearSession(answer.session);
  return answer;
};

/** Says aloud what is proved; what may still be signed in interrupts. */
const say = (name: string, ending: Ending): void => {
  if (ending.phase === 'failed') return interrupt(words.t('sessions.failed'));
  if (ending.phase !== 'confirmed') return announce(words.t('sessions.said.ended', { name }));
  const { socketsClosed, elapsedMs } = ending.receipt;
  announce(words.t('sessions.said.confirmed', { name, count: socketsClosed, elapsed: spokenElapsedOf(words.t, elapsedMs) }));
};
