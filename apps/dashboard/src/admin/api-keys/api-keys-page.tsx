import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { ApiKey } from '@curfew/contracts';
import { useState } from 'react';

import { cache } from '../../account/cache.js';
import { announce } from '../../announce.js';
import { When } from '../../active-sessions/when.js';
import { Blank } from '../../frame/blank.js';
import { Heading } from '../../frame/heading.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import classes from '../admin.module.css';
import { AskDialog } from '../ask-dialog.js';
import { Listed } from '../listed.js';
import { usePages } from '../use-pages.js';
import { endApiKey, listApiKeys } from './api-key-calls.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { scopeKeys } from './scope-keys.js';

/** The keys by which services sign themselves in. */
export const ApiKeysPage = () => {
  const { t } = useWords();
  const list = usePages<ApiKey>(adminKeys.apiKeys, listApiKeys);
  const [making, setMaking] = useState(false);
  const add = (
    <Button variant="primary" leftSection={<IconPlus size={16} stroke={1.6} aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t('apiKeys.add')}
    </Button>
  );
  return (
    <>
      <Heading title={t('apiKeys.title')} lead={t('apiKeys.lead')} tools={add} />
      <Listed list={list} errorTitle={t('apiKeys.errorTitle')} empty={<Blank icon={IconKey} title={t('apiKeys.nothing')} text={t('apiKeys.nothingText')} />}>
        {(items) => <Keys keys={items} />}
      </Listed>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </>
  );
};

const Keys = ({ keys }: { readonly keys: readonly ApiKey[] }) => {
  const { t } = useWords();
  const [ending, setEnding] = useState<ApiKey | null>(null);
  return (
    <div className={card['card']}>
      <table className={classes['table']} aria-label={t('apiKeys.title')}>
        <thead>
          <tr>
            {(['key', 'scopes', 'made', 'used', 'expires'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`apiKeys.${column}`)}
              </th>
            ))}
            <th scope="col" className={classes['end']}>
              {t('sessions.action')}
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Entry key={key.id} entry={key} onEnd={() => setEnding(key)} />
          ))}
        </tbody>
      </table>
      {ending !== null && <EndDialog entry={ending} onClose={() => setEnding(null)} />}
    </div>
  );
};

const EndDialog = ({ entry, onClose }: { readonly entry: ApiKey; readonly onClose: () => void }) => {
  const { t } = useWords();
  const { id, name } = entry;
  const end = async (): Promise<void> => {
    await endApiKey(id);
    announce(t('apiKeys.ended', { name }));
    await cache.invalidateQueries({ queryKey: adminKeys.apiKeys });
  };
  return <AskDialog title={t('apiKeys.endTitle', { name })} effect={t('apiKeys.endEffect')} no={t('people.cancel')} yes={t('apiKeys.end')} ends act={end} onClose={onClose} />;
};

const Entry = ({ entry, onEnd }: { readonly entry: ApiKey; readonly onEnd: () => void }) => {
  const { t } = useWords();
  const { name, prefix, scopes, createdAt, lastUsedAt, expiresAt } = entry;
  return (
    <tr data-key={entry.id}>
      <th scope="row" data-label={t('apiKeys.key')}>
        <span className={classes['name']}>{name}</span>
        <small>{`${prefix}…`}</small>
      </th>
      <td data-label={t('apiKeys.scopes')}>
        <span>{scopes.map((scope) => t(`apiKeys.of.${scopeKeys[scope]}`)).join(', ')}</span>
      </td>
      <td data-label={t('apiKeys.made')}>
        <When at={createdAt} words={(ago) => ago} units="one" />
      </td>
      <td data-label={t('apiKeys.used')}>{lastUsedAt === null ? <span>{t('apiKeys.never')}</span> : <When at={lastUsedAt} words={(ago) => ago} units="one" />}</td>
      <td data-label={t('apiKeys.expires')}>
        <Until at={expiresAt} />
      </td>
      <td data-label={t('sessions.action')} className={classes['end']}>
        <Button variant="row-end" aria-label={t('apiKeys.endOf', { name })} onClick={onEnd}>
          {t('apiKeys.end')}
        </Button>
      </td>
    </tr>
  );
};

const Until = ({ at }: { readonly at: string | null }) => {
  const { t, locale } = useWords();
  if (at === null) return <span>{t('apiKeys.noEnd')}</span>;
  return <time dateTime={at}>{new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at))}</time>;
};
