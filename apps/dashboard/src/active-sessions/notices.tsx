import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'react-router';

import { acknowledge } from '../calls.js';
import { useTicking } from '../clock.js';
import { useWords } from '../words/reader.js';
import { countryOf } from '../words/place.js';
import { agoOf } from '../words/time.js';
import { useActs } from './acts.js';
import { hearSession } from './live-list.js';
import { logOut } from './own-acts.js';
import classes from './page.module.css';
import type { Row } from './rows.js';

/** Above everything: a sign-in from a device and a country that were not seen before. It is here until someone says what it was. */
export const Notices = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const [first, ...more] = rows;
  if (first === undefined) return null;
  // Several would push the table off the screen: the newest speaks for them until someone asks.
  return (
    <>
      {(all ? rows : [first]).map((row) => (
        <Notice key={row.key} row={row} />
      ))}
      {!all && more.length > 0 && (
        <Button variant="plain" className={classes['more'] ?? ''} aria-expanded={false} onClick={() => setAll(true)}>
          {t('sessions.noticesMore', { count: more.length })}
        </Button>
      )}
    </>
  );
};

const Notice = ({ row }: { readonly row: Row }) => {
  const { t, language } = useWords();
  const { state } = useActs();
  const id = useId();
  const sessions = row.sessions.filter((session) => session.unfamiliar && !session.current);
  const [session = row.lead] = sessions;
  const ago = useTicking((now) => agoOf(t, now - Date.parse(session.createdAt)));
  const known = useMutation({
    mutationFn: () => Promise.all(sessions.map(({ id }) => acknowledge(id))),
    onSuccess: (answers) => answers.forEach(hearSession),
  });
  const country = countryOf(session.location, language);
  const device = session.device.name;
  // A device that does not say which one it is cannot be known again, and so not be blocked.
  const canBlock = session.device.id !== null;
  const offline = state.kind === 'offline';
  return (
    <article className={classes['notice']} aria-labelledby={id}>
      <IconAlertTriangle size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <h2 id={id}>
          <Link to={`/sessions/${session.id}`} onClick={(event) => isShown(row) && event.preventDefault()}>
            {country === null ? t('sessions.noticeNoPlace', { device }) : t('sessions.noticeTitle', { device, country })}
          </Link>
        </h2>
        <p>{t(country === null ? 'sessions.noticeMoreNoPlace' : 'sessions.noticeMore', { ago, ip: session.ipAddress })}</p>
        {known.isError && <p role="alert">{t('problem.unknown')}</p>}
      </div>
      <div className={classes['choice']}>
        <Button disabled={offline || known.isPending} onClick={() => known.mutate()}>
          {t('sessions.itWasMe')}
        </Button>
        <Button variant="end" disabled={offline} onClick={() => void logOut(row, sessions, canBlock)}>
          {canBlock ? t('sessions.outAndBlock') : t('sessions.out')}
        </Button>
      </div>
    </article>
  );
};

// Leads to the row where it is on the page, else to the session's own page.
const isShown = ({ key }: Row): boolean => {
  const line = document.querySelector(`[data-line="${CSS.escape(key)}"]`);
  line?.scrollIntoView({ block: 'center' });
  line?.querySelector<HTMLElement>('[data-col="name"]')?.focus({ preventScroll: true });
  return line !== null;
};
