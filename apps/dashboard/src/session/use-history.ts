import { useQuery } from '@tanstack/react-query';
import type { Event, Page, Session } from '@curfew/contracts';

import { keys } from '../account/cache.js';
import { historyOf, type Happening } from '../activity/happenings.js';
import { listActivity } from '../calls.js';

const most = 5;

/** The history of a session, read out of the account's own events back to its beginning (or a thousand events). */
export const useHistory = (session: Session): { readonly happenings: readonly Happening[] | undefined; readonly failed: boolean } => {
  const query = useQuery({
    queryKey: [...keys.activity, 'since', session.createdAt],
    queryFn: () => eventsSince(session.createdAt),
  });
  return { happenings: query.data === undefined ? undefined : historyOf(query.data, session), failed: query.isError };
};

const eventsSince = async (since: string): Promise<readonly Event[]> => {
  // A little further back than the sign-in, for the wrong passwords before it.
  const from = Date.parse(since) - 600_000;
  const events: Event[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < most; page += 1) {
    const answer: Page<Event> = await listActivity({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    events.push(...answer.items);
    if (answer.nextCursor === null || Date.parse(events.at(-1)?.occurredAt ?? '') < from) break;
    cursor = answer.nextCursor;
  }
  return events;
};
