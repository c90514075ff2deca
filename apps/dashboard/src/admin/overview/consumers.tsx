import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Consumer } from '@curfew/contracts';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';

import { cache } from '../../account/cache.js';
import { announce } from '../../announce.js';
import card from '../../theme/card.module.css';
import { numberOf, useWords } from '../../words/reader.js';
import { elapsedOf } from '../../words/time.js';
import { adminKeys } from '../admin-keys.js';
import table from '../admin.module.css';
import { AskDialog } from '../ask-dialog.js';
import { isBehind, isSilent, leaseLeftMs } from './lease.js';
import { removeConsumer } from './overview-calls.js';
import classes from './overview.module.css';

/** Every process that lets sessions in, and until when it may. */
export const Consumers = ({ consumers }: { readonly consumers: readonly Consumer[] }) => {
  const { t } = useWords();
  const [removing, setRemoving] = useState<Consumer | null>(null);
  const anySilent = consumers.some(isSilent);
  return (
    <section className={`${card['card']} ${classes['consumers']}`}>
      <div className={classes['panelHead']}>
        <h2>{t('see.consumers')}</h2>
        <p className={classes['small']}>{t('see.consumersText')}</p>
      </div>
      <table className={table['table']} aria-label={t('see.consumers')}>
        <thead>
          <tr>
            <th scope="col">{t('see.name')}</th>
            <th scope="col">{t('see.kind')}</th>
            <th scope="col">{t('see.lag')}</th>
            <th scope="col">{t('see.lease')}</th>
            <th scope="col" className={table['end']}>
              {t('see.sockets')}
            </th>
            {anySilent && (
              <th scope="col" className={table['end']}>
                {t('sessions.action')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {consumers.map((consumer) => (
            <Row key={consumer.id} consumer={consumer}>
              {anySilent && <td className={table['end']}>{isSilent(consumer) && <Remove consumer={consumer} onRemove={() => setRemoving(consumer)} />}</td>}
            </Row>
          ))}
        </tbody>
      </table>
      {removing !== null && <RemoveDialog consumer={removing} onClose={() => setRemoving(null)} />}
    </section>
  );
};

const Remove = ({ consumer, onRemove }: { readonly consumer: Consumer; readonly onRemove: () => void }) => {
  const { t } = useWords();
  return (
    <Button variant="row-end" aria-label={t('see.removeOf', { name: nameOf(consumer) })} onClick={onRemove}>
      {t('see.remove')}
    </Button>
  );
};

// One that lets people in as it last knew has to be known to be gone: nothing that is seen from here proves it.
const RemoveDialog = ({ consumer, onClose }: { readonly consumer: Consumer; readonly onClose: () => void }) => {
  const { t } = useWords();
  const name = nameOf(consumer);
  const remove = async (): Promise<void> => {
    await removeConsumer(consumer.id);
    announce(t('see.removed', { name }));
    await cache.invalidateQueries({ queryKey: adminKeys.consumers });
  };
  return <AskDialog title={t('see.removeTitle', { name })} effect={t(consumer.allowsWhenStale ? 'see.removeLoose' : 'see.removeEffect')} no={t('people.cancel')} yes={t('see.remove')} ends act={remove} onClose={onClose} />;
};

const nameOf = ({ id, kind, label }: Consumer): string => label ?? `${kind} ${id.slice(-6)}`;

const Row = ({ consumer, children }: { readonly consumer: Consumer; readonly children: ReactNode }) => {
  const { t, locale } = useWords();
  const { id, kind, lagMs, leaseMs, sockets, allowsWhenStale } = consumer;
  const left = leaseLeftMs(consumer);
  const silent = isSilent(consumer);
  const look = silent ? 'lapsed' : isBehind(consumer) ? 'behind' : 'well';
  return (
    <tr data-look={look}>
      <th scope="row" data-label={t('see.name')}>
        <span className={table['name']} title={id}>
          {nameOf(consumer)}
        </span>
      </th>
      <td data-label={t('see.kind')}>
        <span>{kindWords(t, kind)}</span>
      </td>
      <td data-label={t('see.lag')}>
        <span className={classes['lag']}>
          {look === 'well' ? <span className={classes['ring']} aria-hidden="true" /> : <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />}
          {silent ? t('see.gone', { lag: elapsedOf(t, lagMs) }) : look === 'behind' ? t('see.late', { lag: elapsedOf(t, lagMs) }) : elapsedOf(t, lagMs)}
        </span>
      </td>
      <td data-label={t('see.lease')}>
        <span className={classes['lease']}>
          <span aria-hidden="true">
            <span style={{ inlineSize: `${Math.round((left / leaseMs) * 100)}%` }} />
          </span>
          {silent ? t(allowsWhenStale ? 'see.letsIn' : 'see.letsNobody') : t('see.leftOf', { left: elapsedOf(t, left), lease: elapsedOf(t, leaseMs) })}
        </span>
      </td>
      <td data-label={t('see.sockets')} className={table['end']}>
        <span>{numberOf(sockets, locale)}</span>
      </td>
      {children}
    </tr>
  );
};

const kinds = ['api', 'gateway', 'worker', 'guard'] as const;

const kindWords = (t: TFunction, kind: string): string => {
  const known = kinds.find((one) => one === kind);
  return known === undefined ? kind : t(`see.kinds.${known}`);
};
