import { pino, type Logger as PinoLogger } from 'pino';
import { errorForLog, redacted } from './redaction.js';
import { prettyLines } from './pretty.js';

/** A pino logger. `logger.child({ requestId })` gives one whose lines carry more. */
export type Logger = PinoLogger;

/**
 * Logs JSON lines to standard output, readable ones on a terminal. `name` is the process (`api`).
 * What is called a token, cookie, authorization, password, hash, secret or key is never written, at any depth.
 */
export const createLogger = ({ name, level = 'info' }: { readonly name: string; readonly level?: string }): Logger =>
  pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redacted, bindings: ({ pid }) => ({ pid, name }) },
      // The formatter does not see what a child logger carries; this does.
      redact: { paths: ['token', 'cookie', 'authorization', 'password', 'hash', 'secret'], censor: '[redacted]' },
      serializers: { err: errorForLog, error: errorForLog },
    },
    process.stdout.isTTY ? prettyLines() : pino.destination({ dest: 1, sync: true }),
  );
