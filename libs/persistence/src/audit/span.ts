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

/** A span, with how many events stand in it. */
export interface CountedSpan extends Span {
  readonly count: number;
}

/** SQL: an event `e` is in the span of `spanValues`. */
export const isWithin = `(e.epoch, e.xid, e.number) > ($1::int, $2::xid8, $3::bigint) and (e.epoch, e.xid, e.number) <= ($4::int, $5::xid8, $6::bigint)`;

export const spanValues = ({ after, upTo }: Span): readonly unknown[] => [after.epoch, after.xid, after.eventNumber, upTo.epoch, upTo.xid, upTo.eventNumber];

/**
 * SQL: the events of a span, with `countedSpanValues`. They are walked in the order of the log, as many as they are known to be: what else is asked of them is
 * asked afterwards. PostgreSQL supposes that a third of the log is in any span, and would rather read all that was ever written of a type.
 */
export const eventsWithin = `(select * from session_events e where ${isWithin} order by e.epoch, e.xid, e.number limit $7::int)`;

export const countedSpanValues = (span: CountedSpan): readonly unknown[] => [...spanValues(span), span.count];
