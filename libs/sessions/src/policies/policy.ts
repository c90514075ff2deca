import type { EndReason } from '@curfew/contracts';

/** A live session, as a policy sees it. */
export interface Candidate {
  readonly id: string;
  readonly createdAt: string;
}

/** A pure rule that says at sign-in which of the user's live sessions must end for the new one. */
export interface Policy {
  readonly reason: EndReason;
  readonly toEnd: (live: readonly Candidate[]) => readonly Candidate[];
}
