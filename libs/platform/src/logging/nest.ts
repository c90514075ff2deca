import type { Logger } from './logger.js';

/** What Nest asks of a logger (its LoggerService), by shape: this room does not know Nest. */
export interface NestLogger {
  log(message: unknown, ...rest: unknown[]): void;
  error(message: unknown, ...rest: unknown[]): void;
  warn(message: unknown, ...rest: unknown[]): void;
  debug(message: unknown, ...rest: unknown[]): void;
  verbose(message: unknown, ...rest: unknown[]): void;
  fatal(message: unknown, ...rest: unknown[]): void;
}

/** Lets Nest's own lines go through `logger`, with the `context` it gives. Its tale of starting up (modules, routes) becomes debug. */
export const nestLogger = (logger: Logger): NestLogger => ({
  log: (message, ...rest) => writer(logger, STARTING_UP.has(contextOf(rest) ?? '') ? 'debug' : 'info')(message, ...rest),
  error: writer(logger, 'error'),
  warn: writer(logger, 'warn'),
  debug: writer(logger, 'debug'),
  verbose: writer(logger, 'trace'),
  fatal: writer(logger, 'fatal'),
});

const STARTING_UP = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'WebSocketsController', 'NestApplication', 'NestMicroservice']);

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

const writer = (logger: Logger, level: Level) => (message: unknown, ...rest: unknown[]): void => {
  const context = contextOf(rest);
  const stack = rest.slice(0, -1).find((each) => typeof each === 'string');
  const fields = { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
  if (message instanceof Error) logger[level]({ ...fields, err: message }, message.message);
  else if (typeof message === 'string') logger[level](fields, message);
  else logger[level]({ ...fields, details: message });
};

// Nest puts the context last, and before it, for errors, the stack.
const contextOf = (rest: readonly unknown[]): string | undefined => {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
};
