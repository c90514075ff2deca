import type { Event } from '@curfew/contracts';
import type { Sql } from '@curfew/persistence';

/** One transaction, and the events that it has written so far. They are told to nobody before it has committed. */
export class Change {
  private readonly written: Event[] = [];

  constructor(readonly sql: Sql) {}

  /** Notes an event that stands in the log by this transaction. */
  record(event: Event): void {
    this.written.push(event);
  }

  get events(): readonly Event[] {
    return this.written;
  }
}
