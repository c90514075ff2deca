import { SettingsError } from '../settings/read.js';
import { withoutCredentials } from '../logging/redaction.js';
import { listenForSignals } from './stop.js';
import { watchParent } from './parent.js';

/** Runs a process's main function: watches its parent, hears signals, and ends with a clear line when starting fails. */
export const run = (main: () => Promise<void>): void => {
  watchParent();
  listenForSignals();
  main().catch(endFor);
};

/** Ends the process for an error at its start: a SettingsError as plain lines with exit code 78, anything else with its stack and exit code 1. */
export const endFor = (error: unknown): never => {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.problems.join('\n')}\n`);
    process.exit(error.exitCode);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${withoutCredentials(text)}\n`);
  process.exit(1);
};
