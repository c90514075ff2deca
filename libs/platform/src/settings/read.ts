import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { contradictions } from './contradictions.js';
import { nameOf, rows, table } from './table.js';

/** All settings, checked: durations in milliseconds, addresses without a final slash. Frozen. */
export type Settings = Readonly<z.infer<typeof table>>;

/** Variables by name, as `process.env` is. An empty one counts as not given. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The operator has to change something; each problem names the setting and what it may be. Processes end with `exitCode` 78 (sysexits.h, EX_CONFIG) for it. */
export class SettingsError extends Error {
  readonly exitCode = 78;

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
  }
}

/**
 * Reads every setting from `env`; `NAME_FILE` names a file that holds NAME's value (its last line break is dropped).
 * Throws one SettingsError that tells of everything that is wrong. Secrets are not repeated in it.
 */
export const readSettings = (env: Environment): Settings => {
  const { texts, problems } = given(env);
  const parsed = table.safeParse(texts);
  if (!parsed.success || problems.length > 0) {
    throw new SettingsError([...problems, ...(parsed.error?.issues ?? []).map((issue) => complaint(String(issue.path[0]), texts))]);
  }
  const contrary = contradictions(parsed.data);
  if (contrary.length > 0) throw new SettingsError(contrary);
  return Object.freeze(parsed.data);
};

/** Whether the operator gave this setting, by value or by file: a port that was set must be free, a default one may move. */
export const isGiven = (env: Environment, key: keyof Settings): boolean =>
  Boolean(env[nameOf(key)]) || Boolean(env[`${nameOf(key)}_FILE`]);

/** Which of the settings that administrators may decide otherwise were given: those are not theirs to change. */
export const givenRules = (env: Environment): { readonly idleTimeout: boolean; readonly absoluteTimeout: boolean; readonly maxSessions: boolean } => ({
  idleTimeout: isGiven(env, 'idleTimeout'),
  absoluteTimeout: isGiven(env, 'absoluteTimeout'),
  maxSessions: isGiven(env, 'maxSessionsPerUser'),
});

/** A port that was set is taken by another process. */
export const portTaken = (key: 'apiPort' | 'gatewayPort' | 'metricsPort', port: number): SettingsError =>
  new SettingsError([`${nameOf(key)}: port ${port} is taken by another process. Stop that one, or set another port (0 takes a free one).`]);

type Texts = Readonly<Record<string, string>>;

const given = (env: Environment): { readonly texts: Texts; readonly problems: readonly string[] } => {
  const texts: Record<string, string> = {};
  const problems: string[] = [];
  for (const { key, name } of rows()) {
    const value = env[name];
    const path = env[`${name}_FILE`];
    if (value && path) problems.push(`${name} and ${name}_FILE are both set: keep one of them.`);
    else if (value) texts[key] = value;
    else if (path) {
      const text = contents(path);
      if (text === undefined) problems.push(`${name}_FILE: ${path} cannot be read. It may be a path to a file that can be read.`);
      else if (text !== '') texts[key] = text;
    }
  }
  return { texts, problems };
};

const contents = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
};

const complaint = (key: string, texts: Texts): string => {
  const row = rows().find((each) => each.key === key);
  const value = row?.kind.secret === true ? 'its value (not shown)' : JSON.stringify(texts[key]);
  return `${nameOf(key)}: ${value} will not do. It may be ${row?.kind.may}.`;
};
