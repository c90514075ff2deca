import type { Consumer } from '@curfew/contracts';

/** How long a consumer may go on as it is: nothing is left once its lease is over. */
export const leaseLeftMs = ({ leaseMs, lagMs }: Pick<Consumer, 'leaseMs' | 'lagMs'>): number => Math.max(0, leaseMs - lagMs);

/** Whether it did not know within the bound that the last canary had ended. */
export const missedCanary = ({ canary }: Pick<Consumer, 'canary'>): boolean => canary !== null && canary.tookMs === null;

/** Whether it was not heard of for its whole lease: `lapsed`, but for one that may let people in all the same. */
export const isSilent = ({ leaseMs, lagMs, lapsed }: Pick<Consumer, 'leaseMs' | 'lagMs' | 'lapsed'>): boolean => lapsed || lagMs >= leaseMs;

/** Whether it has not been heard of for more than half of its lease. */
export const isBehind = (consumer: Pick<Consumer, 'leaseMs' | 'lagMs' | 'lapsed'>): boolean => !isSilent(consumer) && consumer.lagMs > consumer.leaseMs / 2;
