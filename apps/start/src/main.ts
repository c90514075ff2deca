import { existsSync } from 'node:fs';
import { EmbeddedError } from '@curfew/embedded';
import { createLogger, endFor, explainFailure, followParent, readSettings } from '@curfew/platform';
import { HELP, readArguments } from './arguments.js';
import { Installation } from './installation.js';
import { reset } from './reset.js';
import { Refusal } from './supervised.js';
import { welcome } from './welcome.js';

/**
 * `npm start`: does what the command line and the environment ask for, and stays until it is told to stop. Ends the process itself.
 * `parent` is the process that started this one, as it was at the very beginning.
 */
export const main = (parent: number): Promise<void> => begin(parent).catch(endFor);

const begin = async (parent: number): Promise<void> => {
  const asked = readArguments(process.argv.slice(2));
  if (asked.kind === 'help') return void process.stdout.write(HELP);
  if (asked.kind === 'unknown') {
    process.stderr.write(`${asked.argument} is not known.\n\n${HELP}`);
    return process.exit(64);
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);
  if (asked.kind === 'reset' && !(await reset(settings, asked.yes))) return process.exit(1);

  const installation = new Installation(settings, process.env, createLogger({ name: 'start', level: settings.logLevel }));
  const stop = stopper(installation, parent);
  try {
    process.stdout.write(welcome(await installation.start()));
  } catch (error) {
    // A start that was interrupted fails as well, and its stop is under way.
    await stop.now(stop.isUnderWay() ? 0 : explain(error));
  }
};

/** Stops once: on SIGINT and SIGTERM, when npm is gone, or when nobody reads what is printed. SIGUSR2 (from `npm run dev`) starts the processes again. */
const stopper = (installation: Installation, parent: number) => {
  let stopping: Promise<void> | undefined;
  const now = (exitCode: number): Promise<void> => (stopping ??= installation.stop().then(() => process.exit(exitCode)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void now(0));
  process.on('SIGUSR2', () => void installation.restart());
  process.stdout.on('error', () => void now(0));
  // SIGKILL of npm, or of `npm run dev` (which forks this), reaches nobody else: whoever was started by it looks for itself.
  if (process.env['npm_lifecycle_event'] !== undefined || process.connected) followParent(parent, () => void now(0));
  return { now, isUnderWay: () => stopping !== undefined };
};

const explain = (error: unknown): number => {
  if (error instanceof Refusal) process.stderr.write(`${error.message}.\n`);
  else if (error instanceof EmbeddedError) process.stderr.write(`${error.message}\n${error.hint}\n`);
  else return explainFailure(error);
  return error instanceof Refusal ? error.exitCode : 1;
};
