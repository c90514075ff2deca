import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { AdminSession } from '@curfew/contracts';
import { useLayoutEffect, useMemo } from 'react';

import { useActs } from '../../active-sessions/acts.js';
import { SessionCards } from '../../active-sessions/cards.js';
import { withEndings, type Ending } from '../../active-sessions/ending.js';
import { rowsOf, type Row } from '../../active-sessions/rows.js';
import { Strips } from '../../active-sessions/strips.js';
import { SessionTable } from '../../active-sessions/table.js';
import { Blank } from '../../frame/blank.js';
import { useIsPhone } from '../../frame/media.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';
import { PickBar } from './pick-bar.js';
import type { Picks } from './picks.js';
import { RecordTable } from './record-table.js';
import { isEmpty, isLive, type Filter } from './session-filter.js';
import type { AllSessions } from './use-all-sessions.js';
import { PicksProvider } from './use-picks.js';

interface Props {
  readonly list: AllSessions;
  readonly items: readonly AdminSession[];
  readonly filter: Filter;
  /** Takes the filter away, where there is one to take away. */
  readonly onClear?: () => void;
  /** What is said where nothing matches. */
  readonly nothing?: string;
  readonly onOrder: (ids: readonly string[]) => void;
  readonly picks: Picks;
}

/** What matches: live ones with their Log Out, ended ones with why. */
export const Found = ({ list, picks, ...props }: Props) => {
  const { t } = useWords();
  const { items, filter } = props;
  const { endings } = useActs();
  const rows = useMemo(() => items.filter(({ id, current }) => !current && canEnd(endings.get(id)?.ending)), [items, endings]);
  const picking = useMemo(() => ({ picks, rows }), [picks, rows]);
  return (
    <PicksProvider value={picking}>
      {isLive(filter) ? <LiveRows {...props} /> : <Records {...props} />}
      {list.hasMore && (
        <Button className={classes['more'] ?? ''} disabled={list.isBusy} onClick={list.more}>
          {t('admin.more')}
        </Button>
      )}
      {isLive(filter) && <PickBar />}
    </PicksProvider>
  );
};

const canEnd = (ending: Ending | undefined): boolean => ending === undefined || ending.phase === 'failed';

const LiveRows = ({ items, onOrder, ...empty }: Omit<Props, 'list' | 'picks'>) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const { endings } = useActs();
  const rows = useMemo(() => rowsOf(withEndings(items.map(single), endings), endings), [items, endings]);
  useLayoutEffect(() => onOrder(rows.map((row) => row.lead.id)), [rows, onOrder]);
  if (rows.length === 0) return <Nothing {...empty} />;
  if (phone)
    return (
      <>
        <Strips phone />
        <SessionCards caption={t('admin.caption')} rows={rows} />
      </>
    );
  return (
    <div className={card['card']}>
      <Strips />
      <SessionTable caption={t('admin.caption')} rows={rows} />
    </div>
  );
};

const Records = ({ items, ...empty }: Omit<Props, 'list' | 'picks'>) => (items.length === 0 ? <Nothing {...empty} /> : <RecordTable sessions={items} />);

const Nothing = ({ filter, onClear, nothing }: Pick<Props, 'filter' | 'onClear' | 'nothing'>) => {
  const { t } = useWords();
  const { q } = filter;
  const words = isEmpty(filter) ? t('admin.noMatchAll') : q === undefined ? t('find.nothing') : t('admin.noMatch', { text: q });
  return (
    <div className={card['card']}>
      <Blank icon={IconSearch} title={nothing ?? words}>
        {!isEmpty(filter) && onClear !== undefined && <Button onClick={onClear}>{t('find.clear')}</Button>}
      </Blank>
    </div>
  );
};

// Each session is a row of its own: an administrator looks for sessions, not for devices.
const single = <T extends Row['lead']>(session: T): T => ({ ...session, device: { ...session.device, id: null }, unfamiliar: false });
