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

/** Ends the process for an error at its start, having said why: exit code 78 for a SettingsError, else 1. */
export const endFor = (error: unknown): never => process.exit(explainFailure(error));

/** Says on standard error why a process does not start, a SettingsError in plain lines, anything else with its stack; answers the exit code. */
export const explainFailure = (error: unknown): number => {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.problems.join('\n')}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${withoutCredentials(text)}\n`);
  return 1;
};
