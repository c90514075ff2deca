import type { Actor } from '@curfew/contracts';

/** Where a request comes from. `hints` are its `Sec-CH-UA*` headers, lower-case. */
export interface Origin {
  /** What may be written down of it. */
  readonly ipAddress: string;
  /** All of it, where that is more (IP_PRIVACY): to find the place and to limit guessing, never to be written down. */
  readonly clientAddress?: string | undefined;
  readonly userAgent: string | null;
  readonly hints: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** What this browser's device cookie holds. */
  readonly deviceToken?: string | undefined;
}

/** Who does something to a session; `from` is the name of the device they do it from, `note` their reason in words. */
export interface By {
  readonly actor: Actor;
  readonly from?: string | null;
  readonly requestId?: string;
  readonly ipAddress?: string;
  readonly note?: string;
}
