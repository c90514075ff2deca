import { CurfewError } from '@curfew/contracts';
import type { Cursors } from '@curfew/persistence';

import { parseSnapshot, snapshotText } from './snapshot.js';

/** Where a reader of the feed stands: it has applied all that is visible in `snapshot`, of this one cluster and epoch; below `floor` there is nothing new. */
export interface Place {
  readonly source: string;
  readonly floor: string;
  readonly snapshot: string;
}

/** A place as it is given out. */
export const cursorOf = (cursors: Cursors, { source, floor, snapshot }: Place): string => cursors.encode(list, [source, floor, snapshotText(parseSnapshot(snapshot))]);

/** The place of a cursor. @throws CurfewError `invalid-request`, naming `path`, for one that was not given out like this */
export const placeOf = (cursors: Cursors, cursor: string, path = 'after'): Place => {
  try {
    const [source = '', floor = '', snapshot = ''] = cursors.decode(list, cursor).map(String);
    return { source, floor, snapshot };
  } catch (error) {
    throw new CurfewError('invalid-request', { errors: [{ path, message: 'is not a cursor of the feed' }], cause: error });
  }
};

const list = 'feed';
