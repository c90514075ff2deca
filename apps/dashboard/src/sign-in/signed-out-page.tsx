import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';

import { DeviceIcon } from '../active-sessions/device-icon.js';
import { useTicking, serverNow } from '../clock.js';
import { lostDraft } from '../drafts.js';
import { Copy } from '../frame/failed.js';
import { useDocumentTitle } from '../frame/heading.js';
import { Brand } from '../frame/mark.js';
import type { Leaving } from '../leaving.js';
import { useWords } from '../words/reader.js';
import { agoOf, exactAgoOf, momentOf } from '../words/time.js';
import { leavingIn } from './leaving-state.js';
import classes from './signed-out.module.css';

/** Why nothing here is signed in any more, by whom, when, and what to do. It names no account: others may be looking. */
export const SignedOutPage = () => {
  const { t } = useWords();
  const why = leavingIn(useLocation().state);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
    void import('./sign-in-page.js');
  }, []);
  const own = why.kind === 'own';
  const words = own ? t('out.ownTitle') : t('out.title');
  useDocumentTitle(words.replace(/\.$/u, ''));
  return (
    <main className={classes['page']}>
      <Brand size={26} />
      <div className={classes['card']}>
        <div className={classes['head']}>
          <DeviceIcon type={why.kind === 'ended' ? (why.device?.type ?? 'unknown') : 'desktop'} large />
          <div>
            <h1 ref={title} tabIndex={-1}>
              {words}
            </h1>
            {why.kind === 'ended' && <Ago why={why} />}
          </div>
        </div>
        <p>{bodyWords(t, why)}</p>
        {why.kind === 'ended' && <Facts why={why} />}
        <Button component={Link} to="/sign-in" variant="primary" size="md" fullWidth>
          {t('out.again')}
        </Button>
        {!own && <NotYou />}
        <Lost />
      </div>
    </main>
  );
};

// Stands for the device's name while the sentence is made, so that the name can be set in bold, wherever a language puts it.
const mark = '\u0001';

type Ended = Extract<Leaving, { kind: 'ended' }>;

const Ago = ({ why }: { readonly why: Ended }) => {
  const { t } = useWords();
  const ago = useTicking((now) => (now - why.at < 60_000 ? exactAgoOf(t, now - why.at) : agoOf(t, now - why.at)));
  if (why.reason === 'revoked-by-user' && why.from !== null) {
    const [before, after] = t('out.from', { device: mark, ago }).split(mark);
    return (
      <p className={classes['lead']}>
        {before}
        <strong>{why.from}</strong>
        {after}
      </p>
    );
  }
  const because = becauseWords(t, why);
  return <p className={classes['lead']}>{because === null ? ago : `${because} · ${ago}`}</p>;
};

const Facts = ({ why }: { readonly why: Ended }) => {
  const { t, locale } = useWords();
  return (
    <dl className={classes['facts']}>
      {why.device !== null && (
        <>
          <dt>{t('out.device')}</dt>
          <dd>{why.device.name}</dd>
        </>
      )}
      <dt>{t('out.by')}</dt>
      <dd>{byWords(t, why)}</dd>
      <dt>{t('out.when')}</dt>
      <dd>{momentOf({ t, locale }, new Date(why.at), new Date(serverNow()))}</dd>
    </dl>
  );
};

const NotYou = () => {
  const { t } = useWords();
  return (
    <>
      <h2>{t('out.notYou')}</h2>
      <ol>
        <li>{t('out.steps.one')}</li>
        <li>{t('out.steps.two')}</li>
        <li>{t('out.steps.three')}</li>
      </ol>
    </>
  );
};

const Lost = () => {
  const { t } = useWords();
  const text = lostDraft();
  if (text === null) return null;
  return (
    <div className={classes['lost']}>
      <IconPencil size={16} stroke={1.6} aria-hidden="true" />
      <p>
        {t('out.typed', { text })} <Copy text={text} words={t('out.copy')} />
      </p>
    </div>
  );
};

const byWords = (t: TFunction, { by, from }: Ended): string => {
  if (by === 'user') return from === null ? t('out.you') : t('out.youFrom', { device: from });
  return t(`out.who.${by}`);
};

/** The reason, after "You were logged out". */
const becauseWords = (t: TFunction, { reason, days }: Ended): string | null => {
  if (reason === 'unknown' || reason === 'signed-out') return null;
  if (reason === 'idle-timeout' || reason === 'absolute-timeout') return t(`out.because.${reason}`, { count: days });
  return t(`out.because.${reason}`);
};

const bodyWords = (t: TFunction, why: Leaving): string => {
  if (why.kind === 'unknown') return t('out.unknown');
  return why.kind === 'ended' && why.reason === 'revoked-by-user' ? t('out.pressed') : t('out.nothing');
};
