/** A place in the log. */
export interface Place {
  readonly epoch: number;
  readonly xid: string;
  readonly eventNumber: string;
}

/** What stands in the log between two places, the second one included. */
export interface Span {
  readonly after: Place;
  readonly upTo: Place;
}

/** SQL: an event `e` is in the span of `spanValues`. */
export const isWithin = `(e.epoch, e.xid, e.number) > ($1::int, $2::xid8, $3::bigint) and (e.epoch, e.xid, e.number) <= ($4::int, $5::xid8, $6::bigint)`;

export const spanValues = ({ after, upTo }: Span): readonly unknown[] => [after.epoch, after.xid, after.eventNumber, upTo.epoch, upTo.xid, upTo.eventNumber];
