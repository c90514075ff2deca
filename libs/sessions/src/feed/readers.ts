import { CurfewError, type Event } from '@curfew/contracts';
import { readFeed, type Cursors, type FeedRead, type Sql } from '@curfew/persistence';

import { cursorOf, type Place } from './place.js';
import { commonSnapshot, parseSnapshot, sees, snapshotText } from './snapshot.js';

/** What a reader gets: all that it did not know when the log was read for it, and where it stands then. */
export interface News {
  readonly events: readonly Event[];
  readonly cursor: string;
  /** Which history this is of. */
  readonly source: string;
}

/** Someone who waits for news; a place of null starts from now on. */
export interface Reader {
  readonly place: Place | null;
  /** Which cluster committed the reader's row: what another one says proves nothing for it. Null: nobody admits by this answer. */
  readonly renewedBy: string | null;
  readonly resolve: (news: News) => void;
  readonly reject: (error: unknown) => void;
}

/** So many events are brought at most; who is further behind starts anew. */
const most = 10_000;

/**
 * Answers all of these by one read of the log. Never rejects: each reader is told by itself. Who is so far behind that they would hold up the others
 * comes back, to be read for apart.
 */
export async function answerReaders(sql: Sql, cursors: Cursors, readers: readonly Reader[]): Promise<readonly Reader[]> {
  const late: Reader[] = [];
  let rest = readers;
  while (rest.length > 0) {
    const read = await readFeed(sql, knownTo(rest), most + 1).catch(refusal(rest));
    if (read === undefined) break;
    const done = read.events.length > most ? furthestBehind(rest) : rest;
    if (read.events.length <= most) answer(read, cursors, done);
    else if (done.length < rest.length) late.push(...done);
    else refusal(done)(new CurfewError('cursor-too-old', { detail: `More than ${most} events came after it.` }));
    rest = rest.filter((reader) => !done.includes(reader));
  }
  return late;
}

const refusal = (readers: readonly Reader[]) => (error: unknown): undefined => {
  for (const { reject } of readers) reject(error);
};

const furthestBehind = (readers: readonly Reader[]): readonly Reader[] => {
  const floor = lowest(readers);
  return readers.filter(({ place }) => place?.floor === floor);
};

function answer(read: FeedRead, cursors: Cursors, readers: readonly Reader[]): void {
  const { source } = read;
  const cursor = cursorOf(cursors, { source, floor: read.horizon, snapshot: read.snapshot });
  const events = read.events.map(({ event, xid }) => ({ event, xid: BigInt(xid) }));
  for (const { place, renewedBy, resolve, reject } of readers) {
    if (renewedBy !== null && renewedBy !== source) {
      reject(new CurfewError('unavailable'));
    } else if (place === null) {
      resolve({ events: [], cursor, source });
    } else if (place.source !== source || BigInt(place.floor) < BigInt(read.lowWater)) {
      reject(new CurfewError('cursor-too-old'));
    } else {
      const known = parseSnapshot(place.snapshot);
      resolve({ events: events.filter(({ xid }) => !sees(known, xid)).map(({ event }) => event), cursor, source });
    }
  }
}

function knownTo(readers: readonly Reader[]): { readonly floor: string; readonly seen: string } | null {
  const [first, ...others] = [...new Set(readers.flatMap(({ place }) => (place === null ? [] : [place.snapshot])))].map(parseSnapshot);
  return first === undefined ? null : { floor: lowest(readers), seen: snapshotText(commonSnapshot([first, ...others])) };
}

const lowest = (readers: readonly Reader[]): string => {
  const [first = 0n, ...others] = readers.flatMap(({ place }) => (place === null ? [] : [BigInt(place.floor)]));
  return String(others.reduce((least, floor) => (floor < least ? floor : least), first));
};
