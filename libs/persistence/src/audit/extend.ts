import type { Database } from '../database.js';
import { countByHour } from '../stores/hours.js';
import { awaitConfirmations } from './confirmations.js';
import { linkHash } from './link.js';
import { lockChain, readUnchained, writeLinks, type Link } from './unchained.js';

/**
 * Chains up to `limit` events that are settled, counts them by the hour, and has revocations among them awaited: one transaction, so each
 * event once. Two workers at once wait for each other. Answers how many.
 */
export function extendChain(database: Database, limit: number): Promise<number> {
  return database.transaction(async (sql) => {
    const head = await lockChain(sql);
    // A statement of its own after the lock: its snapshot knows what the worker before has chained.
    const events = await readUnchained(sql, head, limit);
    const links: Link[] = [];
    let [number, hash] = [Number(head.number), head.hash];
    for (const event of events) {
      number += 1;
      hash = linkHash(hash, { ...event, number });
      links.push({ ...event, number, hash });
    }
    const last = links.at(-1);
    if (last === undefined) return 0;
    await writeLinks(sql, links);
    const span = { after: head, upTo: last, count: links.length };
    await countByHour(sql, span);
    await awaitConfirmations(sql, span);
    return links.length;
  });
}
