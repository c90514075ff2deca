import { IconCpu, IconWorld, type Icon } from '@tabler/icons-react';
import type { DeviceType, Session } from '@curfew/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { cache, keys } from '../account/cache.js';
import { hearSession } from '../active-sessions/live-list.js';
import { When } from '../active-sessions/when.js';
import { changeSession } from '../calls.js';
import { serverNow } from '../clock.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { placeOf } from '../words/place.js';
import { dayOf, exactOf, momentOf } from '../words/time.js';
import classes from './session.module.css';

/** What is known of a session. What is not known is left out. */
export const About = ({ session }: { readonly session: Session }) => {
  const { t, language } = useWords();
  const { device, method } = session;
  const place = placeOf(session.location, language);
  return (
    <section className={`${card['card']} ${card['padded']}`}>
      <h2>{t('session.about')}</h2>
      <dl className={classes['facts']}>
        <Fact name={t('session.type')}>
          <Type session={session} />
        </Fact>
        <Part name={t('session.browser')} icon={IconWorld} words={device.browser} />
        <Part name={t('session.system')} icon={IconCpu} words={device.os} />
        <Fact name={t('sessions.ip')}>{session.ipAddress.replaceAll(':', ':\u200b')}</Fact>
        {place !== null && (
          <Fact name={t('session.place')}>
            {place} <span className={classes['quiet']}>{t('session.approximate')}</span>
          </Fact>
        )}
        <Fact name={t('session.method')}>
          {method === 'password' || method === 'service' ? t(`session.${method}`) : method}
        </Fact>
        <Times session={session} />
      </dl>
    </section>
  );
};

const Times = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  return (
    <>
      <Fact name={t('session.signedIn')}>
        <Moment at={session.createdAt} />
      </Fact>
      {session.endedAt === null ? (
        <>
          <Fact name={t('session.lastActive')}>
            <When at={session.lastActiveAt} words={(ago) => ago} />
          </Fact>
          <Fact name={t('session.connections')}>{t('session.open', { count: session.connections })}</Fact>
          <Fact name={t('session.ends')}>
            <EndsAt session={session} />
          </Fact>
        </>
      ) : (
        <Fact name={t('session.ended')}>
          <Moment at={session.endedAt} />
        </Fact>
      )}
    </>
  );
};

// While it is used it goes on, up to a last day.
const EndsAt = ({ session: { expiresAt, absoluteExpiresAt = expiresAt } }: { readonly session: Session }) => {
  const { t, locale } = useWords();
  const now = new Date(serverNow());
  const words = (at: Date): string => (at.getTime() - now.getTime() < day ? momentOf({ t, locale }, at, now) : dayOf(at, now, locale));
  const [first, last] = [new Date(expiresAt), new Date(absoluteExpiresAt)];
  const [when, latest] = [words(first), words(last)];
  return (
    <time dateTime={expiresAt} title={exactOf(first, locale)}>
      {when === latest ? when : t('session.endsLatest', { when, latest })}
    </time>
  );
};

const day = 86_400_000;

const Moment = ({ at }: { readonly at: string }) => {
  const { t, locale } = useWords();
  const moment = new Date(at);
  return (
    <time dateTime={at} title={exactOf(moment, locale)}>
      {momentOf({ t, locale }, moment, new Date(serverNow()))}
    </time>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const Part = ({ name, icon: Glyph, words }: { readonly name: string; readonly icon: Icon; readonly words: string | null }) =>
  words === null ? null : (
    <Fact name={name}>
      <span className={classes['part']}>
        <Glyph size={16} stroke={1.6} aria-hidden="true" />
        {words}
      </span>
    </Fact>
  );

const correctable: readonly DeviceType[] = ['desktop', 'laptop', 'tablet', 'mobile', 'tv', 'watch'];

// A browser on a desktop cannot say that it is a laptop: its user can.
const Type = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  const [correcting, setCorrecting] = useState(false);
  const correct = useMutation({
    mutationFn: (type: DeviceType) => changeSession(session.id, { type }),
    onSuccess: async (changed) => {
      // What was asked before the change must not be answered over it.
      await cache.cancelQueries({ queryKey: keys.session(session.id) });
      hearSession(changed);
      cache.setQueryData(keys.session(session.id), changed);
      setCorrecting(false);
    },
  });
  if (!correcting)
    return (
      <>
        {t(`types.${session.device.type}`)}{' '}
        {session.endedAt === null && (
          <button type="button" className={classes['act']} onClick={() => setCorrecting(true)}>
            {t('session.correct')}
          </button>
        )}
      </>
    );
  return (
    <span role="radiogroup" aria-label={t('session.correctTitle')} className={classes['types']}>
      {correctable.map((type) => (
        <label key={type}>
          <input type="radio" name="type" checked={session.device.type === type} disabled={correct.isPending} onChange={() => correct.mutate(type)} />
          {t(`types.${type}`)}
        </label>
      ))}
      {correct.isError && <span role="alert">{t('problem.unknown')}</span>}
    </span>
  );
};
