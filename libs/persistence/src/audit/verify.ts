import type { AuditBreak, AuditVerification } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { linkHash } from './link.js';
import { countEvents, findUnlinked, readChainEnds, readLinks, type ChainEnds, type ReadLink } from './links.js';
import type { Place } from './span.js';

/** A link that was noted elsewhere earlier, as `head` of a verification: the chain must still have it. */
export interface KnownLink {
  readonly number: number;
  readonly hash: string;
}

/**
 * Reads the whole chain beside the log, and says where the first event stands that is not as it was chained. What is written meanwhile is not
 * looked at. Erased and trimmed events are as they were, as far as the chain can tell.
 */
export async function verifyTrail(sql: Sql, known?: KnownLink): Promise<AuditVerification> {
  const ends = await readChainEnds(sql);
  const walk: Walk = { ends, known, checked: 0, number: Number(ends.anchorNumber), hash: ends.anchorHash, place: undefined };
  for (;;) {
    const links = (await readLinks(sql, String(walk.number), PAGE)).filter(({ number }) => Number(number) <= Number(ends.number));
    const broken = await follow(sql, walk, links);
    if (broken !== undefined) return (await wasTrimmed(sql, ends)) ? verifyTrail(sql, known) : verdict(walk, broken);
    if (links.length < PAGE) break;
  }
  const whole = walk.number === Number(ends.number) && walk.hash.equals(ends.hash);
  return verdict(walk, whole ? undefined : { position: null, problem: 'cut' });
}

const PAGE = 2_000;

// What was read before the retention let it go, and what after, do not fit together.
const wasTrimmed = async (sql: Sql, { anchorNumber }: ChainEnds): Promise<boolean> => (await readChainEnds(sql)).anchorNumber !== anchorNumber;

interface Walk {
  readonly ends: ChainEnds;
  readonly known: KnownLink | undefined;
  checked: number;
  number: number;
  hash: Buffer;
  place: Place | undefined;
}

interface Break {
  readonly position: string | null;
  readonly problem: AuditBreak;
}

async function follow(sql: Sql, walk: Walk, links: readonly ReadLink[]): Promise<Break | undefined> {
  const before = walk.place;
  let here = 0;
  for (const [index, link] of links.entries()) {
    const problem = problemOf(walk, link, links[index + 1]);
    if (problem !== undefined) return (await inserted(sql, { after: before, upTo: link })) ?? { position: link.position, problem };
    walk.number = Number(link.number);
    walk.hash = link.hash;
    walk.place = link;
    if (link.event === 'trimmed') continue;
    walk.checked += 1;
    here += 1;
  }
  const last = links.at(-1);
  if (last === undefined) return undefined;
  // More events than links: some have none.
  const count = await countEvents(sql, { after: before ?? BEGINNING, upTo: last });
  return count > here ? inserted(sql, { after: before, upTo: last }) : undefined;
}

function problemOf(walk: Walk, link: ReadLink, next: ReadLink | undefined): AuditBreak | undefined {
  const number = Number(link.number);
  if (number !== walk.number + 1) return 'removed';
  if ((walk.place !== undefined && !isAfter(link, walk.place)) || (next !== undefined && !isAfter(next, link))) return 'reordered';
  if (link.event === 'removed' || link.event === 'edited') return link.event;
  if (!linkHash(walk.hash, { ...link, number }).equals(link.hash)) return 'edited';
  return walk.known?.number === number && walk.known.hash !== link.hash.toString('base64url') ? 'edited' : undefined;
}

/** An event that stands in the log without a link, before the place where something else was found. */
async function inserted(sql: Sql, { after = BEGINNING, upTo }: { readonly after: Place | undefined; readonly upTo: Place }): Promise<Break | undefined> {
  const position = await findUnlinked(sql, { after, upTo });
  return position === undefined ? undefined : { position, problem: 'inserted' };
}

const BEGINNING: Place = { epoch: 0, xid: '0', eventNumber: '0' };

const isAfter = (a: Place, b: Place): boolean => {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.xid !== b.xid) return BigInt(a.xid) > BigInt(b.xid);
  return BigInt(a.eventNumber) > BigInt(b.eventNumber);
};

const verdict = ({ ends, known, checked, number, place }: Walk, broken: Break | undefined): AuditVerification => {
  const missing = broken === undefined && known !== undefined && known.number > Number(ends.number) ? ({ position: null, problem: 'cut' } as const) : broken;
  return {
    ok: missing === undefined,
    checked,
    firstBroken: missing === undefined ? null : (missing.position ?? (place === undefined ? '0-0' : `${place.xid}-${place.eventNumber}`)),
    problem: missing?.problem ?? null,
    head: number === 0 ? null : { number: Number(ends.number), hash: ends.hash.toString('base64url') },
  };
};
