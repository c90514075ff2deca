import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/InlineInput.css';

import { useQuery } from '@tanstack/react-query';

import { keys } from '../account/cache.js';
import { Skeleton } from '../active-sessions/skeleton.js';
import { me } from '../calls.js';
import { Failed } from '../frame/failed.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow } from '../frame/media.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { BrowserSettings } from './browser-settings.js';
import { NameForm } from './name-form.js';
import { PasswordForm } from './password-form.js';
import classes from './profile.module.css';

/** The account itself: its name, its password, and how this browser shows it. */
export const ProfilePage = () => {
  const { t } = useWords();
  const narrow = useIsNarrow();
  const user = useQuery({ queryKey: keys.me, queryFn: () => me() });
  return (
    <>
      <Heading title={t('profile.title')} lead={user.data?.email} tools={narrow ? undefined : <Indicator />} />
      {user.data === undefined && !user.isError && <Skeleton rows={2} />}
      {user.data === undefined && user.isError && (
        <div className={card['card']}>
          <Failed title={t('profile.errorTitle')} error={user.error} onRetry={() => void user.refetch()} />
        </div>
      )}
      {user.data !== undefined && (
        <div className={classes['forms']}>
          <NameForm user={user.data} />
          <PasswordForm email={user.data.email} />
          <BrowserSettings />
        </div>
      )}
    </>
  );
};
