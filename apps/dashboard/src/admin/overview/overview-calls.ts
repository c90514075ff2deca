import { useQuery } from '@tanstack/react-query';
import { consumer, page, stats, type Consumer, type Stats } from '@curfew/contracts';

import { nothing } from '../../api.js';
import { adminCall, part } from '../admin-call.js';
import { adminKeys } from '../admin-keys.js';
import { isAttended } from './attention.js';

const consumerPage = page(consumer);
const everyMs = 3000;

// A request counts as activity of the session that asks: nobody there, nothing is asked, so that a forgotten page signs nobody in for ever.
const refetchInterval = (): number | false => (isAttended() ? everyMs : false);

export const useStats = () =>
  useQuery<Stats>({ queryKey: adminKeys.stats, queryFn: () => adminCall('/v1/admin/stats', { answer: stats }), refetchInterval, refetchOnMount: 'always' });

export const useConsumers = () =>
  useQuery<readonly Consumer[]>({
    queryKey: adminKeys.consumers,
    queryFn: async () => (await adminCall('/v1/admin/consumers', { answer: consumerPage })).items,
    refetchInterval,
    refetchOnMount: 'always',
  });

/** Takes out one that is gone: nobody waits for it any more. */
export const removeConsumer = (id: string): Promise<null> => adminCall(`/v1/admin/consumers/${part(id)}`, { method: 'DELETE', answer: nothing });
