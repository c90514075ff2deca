import type { Violation } from '@curfew/contracts';

/** What a schema found wrong (Standard Schema, with what zod adds to it). */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Each field that does not fit, by its dotted path; a field that is not known or came twice is named itself. */
export const violations = (issues: readonly Issue[], value: unknown): readonly Violation[] => issues.flatMap((issue) => of(issue, value));

/** The value of a field that an object has itself; nothing of its prototype. */
export const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;

const of = (issue: Issue, value: unknown): readonly Violation[] => {
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  if ('code' in issue && issue.code === 'unrecognized_keys' && 'keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({ path: [...keys, String(key)].join('.'), message: 'is not known' }));
  }
  const repeated = keys.length === 1 && Array.isArray(own(value, keys[0] ?? '')) && issue.message.includes('received array');
  return [{ path: keys.join('.'), message: repeated ? 'comes more than once' : issue.message }];
};
