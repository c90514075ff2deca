import type { Role } from '@curfew/contracts';

import { cache } from '../../account/cache.js';
import { announce } from '../../announce.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { AskDialog } from '../ask-dialog.js';
import { changePolicy } from './policy-calls.js';
import type { Rules } from './rules-draft.js';

interface Props {
  readonly role: Role;
  readonly change: Rules;
  readonly wouldEnd: number;
  readonly onClose: () => void;
}

/** Says how many sessions the change ends, then makes it. */
export const ChangeDialog = ({ role, change, wouldEnd, onClose }: Props) => {
  const { t } = useWords();
  const act = async (): Promise<void> => {
    const changed = await changePolicy({ role, ...change, dryRun: false });
    cache.setQueryData(adminKeys.policy, changed);
    announce(t('rules.changed'));
    void cache.invalidateQueries({ queryKey: adminKeys.all });
  };
  return (
    <AskDialog
      title={t('rules.changeTitle')}
      effect={t('rules.wouldEnd', { count: wouldEnd })}
      no={t('people.cancel')}
      yes={wouldEnd === 0 ? t('rules.change') : t('rules.changeAndEnd', { count: wouldEnd })}
      ends={wouldEnd > 0}
      act={act}
      onClose={onClose}
    />
  );
};
