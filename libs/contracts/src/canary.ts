/**
 * The account of canaries: sessions that the worker opens and ends by itself to see that every process hears of it. It has no address and no
 * password, and is nobody: no list, count or audit of people may show it. In SQL: persistence's `ofPeople`.
 */
export const canaryUserId = '00000000-0000-7000-8000-00000000ca17';

/** Whether an event, a session or the like is about people, and not about a canary. */
export const isOfPeople = ({ userId }: { readonly userId: string | null }): boolean => userId !== canaryUserId;
