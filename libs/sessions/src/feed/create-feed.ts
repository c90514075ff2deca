import type { Cursors } from '@curfew/persistence';

import type { ServerFollower } from '../follow.js';
import { Feed, type FeedParts } from './feed.js';
import { cursorOf, type Place } from './place.js';
import { FeedStreams, type Standing } from './streams.js';

/** The feed with its streams, and what tells it of the log that this process follows. */
export interface FeedDesk {
  readonly feed: Feed;
  readonly streams: FeedStreams;
  /** A poll of this process was answered by this cluster. */
  polled(source: string): void;
}

/** Puts the feed together, for a process that follows the log itself. */
export function createFeed(parts: FeedParts, follower: () => ServerFollower): FeedDesk {
  const feed = new Feed(parts);
  let source: string | undefined;
  const standing: Standing = () => {
    const { floor, applied } = follower().status();
    return source === undefined || floor === null || applied === null ? null : stood({ source, floor: floor.split(':').at(-1) ?? '', snapshot: applied }, parts.cursors);
  };
  const streams = new FeedStreams(standing, (place) => feed.since(place));
  return {
    feed,
    streams,
    polled: (from) => {
      // Another cluster: what is known of the log is of the old one until the follower has begun anew.
      if (source !== undefined && source !== from) streams.reset();
      source = from;
    },
  };
}

const stood = (place: Place, cursors: Cursors) => ({ place, cursor: cursorOf(cursors, place) });
