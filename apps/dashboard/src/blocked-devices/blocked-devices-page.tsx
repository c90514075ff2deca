import { Button } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { BlockedDevice } from '@curfew/contracts';

import { cache, keys } from '../account/cache.js';
import { Skeleton } from '../active-sessions/skeleton.js';
import { When } from '../active-sessions/when.js';
import { announce } from '../announce.js';
import { listBlockedDevices, unblockDevice } from '../calls.js';
import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow } from '../frame/media.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import classes from './blocked-devices.module.css';

/** The devices that cannot sign in to the account until they are unblocked. */
export const BlockedDevicesPage = () => {
  const { t } = useWords();
  const narrow = useIsNarrow();
  const list = useQuery({ queryKey: keys.blocked, queryFn: listBlockedDevices });
  return (
    <>
      <Heading title={t('blocked.title')} lead={t('blocked.lead')} tools={narrow ? undefined : <Indicator />} />
      {list.data === undefined && !list.isError && <Skeleton rows={2} />}
      {list.data === undefined && list.isError && (
        <div className={card['card']}>
          <Failed title={t('blocked.errorTitle')} error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.data !== undefined && <Devices devices={list.data.items} />}
    </>
  );
};

const Devices = ({ devices }: { readonly devices: readonly BlockedDevice[] }) => {
  const { t } = useWords();
  if (devices.length === 0)
    return (
      <div className={card['card']}>
        <Blank icon={IconBan} title={t('blocked.emptyTitle')} text={t('blocked.emptyText')} />
      </div>
    );
  return (
    <>
      <ul className={`${card['card']} ${classes['list']}`} aria-label={t('blocked.caption')}>
        {devices.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
      <p className={card['foot']}>{t('blocked.help')}</p>
    </>
  );
};

const Device = ({ device }: { readonly device: BlockedDevice }) => {
  const { t } = useWords();
  const unblock = useMutation({
    mutationFn: () => unblockDevice(device.id),
    onSuccess: () => {
      announce(t('blocked.unblocked', { name: device.name }));
      return cache.invalidateQueries({ queryKey: keys.blocked });
    },
  });
  const from = device.blockedFrom;
  return (
    <li>
      <span className={classes['tile']}>
        <IconBan size={20} stroke={1.6} aria-hidden="true" />
      </span>
      <span className={classes['device']}>
        <strong>{device.name}</strong>
        <span>
          <When at={device.blockedAt} words={(ago) => (from === null ? t('blocked.at', { ago }) : t('blocked.from', { ago, device: from }))} />
        </span>
        {unblock.isError && <span role="alert">{t('problem.unknown')}</span>}
      </span>
      <Button aria-label={t('blocked.unblockOf', { name: device.name })} disabled={unblock.isPending} onClick={() => unblock.mutate()}>
        {t('blocked.unblock')}
      </Button>
    </li>
  );
};
