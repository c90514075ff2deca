import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the gateway counts. */
export interface GatewayMetrics {
  /** A handshake was turned away. */
  refused(cause: string): void;
  /** A session ended between the reading of it and the opening of its socket, which was caught. */
  caughtPending(): void;
  /** A socket was let in. */
  opened(): void;
  /** A socket that was marked is being closed. */
  closed(cause: string): void;
  /** A marked socket's transport is gone, so many milliseconds later. */
  closingTook(ms: number): void;
}

/** What gauges read when Prometheus asks. */
export interface GatewayStatus {
  readonly open: number;
  readonly pending: number;
}

/** Counters of the gateway in this registry. */
export const createGatewayMetrics = (registry: Registry): GatewayMetrics => {
  const registers = [registry];
  const refused = new Counter({ name: 'curfew_handshakes_refused_total', help: 'Handshakes turned away, by cause.', labelNames: ['cause'], registers });
  const opened = new Counter({ name: 'curfew_sockets_opened_total', help: 'Sockets that were let in.', registers });
  const closed = new Counter({ name: 'curfew_sockets_closed_total', help: 'Sockets that the gateway closed, by cause.', labelNames: ['cause'], registers });
  const took = new Histogram({
    name: 'curfew_socket_closing_seconds',
    help: 'From the moment from which nothing passes on a socket until its transport is gone.',
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 1.5, 3],
    registers,
  });
  const caught = new Counter({ name: 'curfew_pending_sockets_caught_total', help: 'Sockets whose session ended while they were let in: they never opened.', registers });
  return {
    opened: () => opened.inc(),
    caughtPending: () => caught.inc(),
    refused: (cause) => refused.inc({ cause }),
    closed: (cause) => closed.inc({ cause }),
    closingTook: (ms) => took.observe(ms / 1000),
  };
};

/** Gauges of the gateway, read when they are asked for. */
export const watchStatus = (registry: Registry, status: () => GatewayStatus): void => {
  const gauge = (name: string, help: string, read: (status: GatewayStatus) => number): void => {
    new Gauge({ name, help, registers: [registry], collect() { this.set(read(status())); } });
  };
  gauge('curfew_sockets_open', 'Open sockets.', ({ open }) => open);
  gauge('curfew_sockets_pending', 'Sockets whose session is being read.', ({ pending }) => pending);
};
