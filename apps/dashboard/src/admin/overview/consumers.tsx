import { IconAlertTriangle } from '@tabler/icons-react';
import type { Consumer } from '@curfew/contracts';
import type { TFunction } from 'i18next';

import card from '../../theme/card.module.css';
import { numberOf, useWords } from '../../words/reader.js';
import { elapsedOf } from '../../words/time.js';
import table from '../admin.module.css';
import { isBehind, leaseLeftMs } from './lease.js';
import classes from './overview.module.css';

/** Every process that lets sessions in, and until when it may. */
export const Consumers = ({ consumers }: { readonly consumers: readonly Consumer[] }) => {
  const { t } = useWords();
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
          </tr>
        </thead>
        <tbody>
          {consumers.map((consumer) => (
            <Row key={consumer.id} consumer={consumer} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Row = ({ consumer }: { readonly consumer: Consumer }) => {
  const { t, locale } = useWords();
  const { id, kind, label, lagMs, leaseMs, lapsed, sockets, allowsWhenStale } = consumer;
  const left = leaseLeftMs(consumer);
  const look = lapsed ? 'lapsed' : isBehind(consumer) ? 'behind' : 'well';
  return (
    <tr data-look={look}>
      <th scope="row" data-label={t('see.name')}>
        <span className={table['name']} title={id}>
          {label ?? `${kind} ${id.slice(-6)}`}
        </span>
      </th>
      <td data-label={t('see.kind')}>
        <span>{kindWords(t, kind)}</span>
      </td>
      <td data-label={t('see.lag')}>
        <span className={classes['lag']}>
          {look === 'well' ? <span className={classes['ring']} aria-hidden="true" /> : <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />}
          {lapsed ? t('see.gone', { lag: elapsedOf(t, lagMs) }) : look === 'behind' ? t('see.late', { lag: elapsedOf(t, lagMs) }) : elapsedOf(t, lagMs)}
        </span>
      </td>
      <td data-label={t('see.lease')}>
        <span className={classes['lease']}>
          <span aria-hidden="true">
            <span style={{ inlineSize: `${Math.round((left / leaseMs) * 100)}%` }} />
          </span>
          {lapsed ? t(allowsWhenStale ? 'see.letsIn' : 'see.letsNobody') : t('see.leftOf', { left: elapsedOf(t, left), lease: elapsedOf(t, leaseMs) })}
        </span>
      </td>
      <td data-label={t('see.sockets')} className={table['end']}>
        <span>{numberOf(sockets, locale)}</span>
      </td>
    </tr>
  );
};

const kinds = ['api', 'gateway', 'worker', 'guard'] as const;

const kindWords = (t: TFunction, kind: string): string => {
  const known = kinds.find((one) => one === kind);
  return known === undefined ? kind : t(`see.kinds.${known}`);
};
