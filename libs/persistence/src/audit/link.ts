import { createHash } from 'node:crypto';

/** The hash of a link: it leans on the one before, so that whoever changes one has to write anew all that follow. */
export const linkHash = (before: Buffer, { number, occurredAt, digest }: { readonly number: number; readonly occurredAt: Date; readonly digest: Buffer }): Buffer =>
  createHash('sha256').update(before).update(`${number} ${occurredAt.getTime()} `).update(digest).digest();
