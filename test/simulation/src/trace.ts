import type { Effect, Input, State } from '@curfew/follower/pure';

import type { Machine } from './rules.js';
import type { FollowedEvent, Instant, Known } from '@curfew/follower';

/** The same machine, which also writes down what it is given and what it answers. Each consumer is a letter, in the order in which they appear. */
export function traced(machine: Machine): { readonly machine: Machine; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const letters = new Map<unknown, string>();
  const step = <S extends Known, E extends FollowedEvent>(state: State<S>, input: Input<S, E>, now: Instant): readonly Effect<S, E>[] => {
    const letter = letters.get(state) ?? String.fromCodePoint(65 + letters.size);
    letters.set(state, letter);
    const effects = machine.step(state, input, now);
    if (input.kind !== 'tick' && input.kind !== 'gather' && input.kind !== 'used') lines.push(`${letter} at ${now.mono.toFixed(0)}: ${brief(input)}`);
    for (const effect of effects) lines.push(`${letter}        → ${brief(effect)}`);
    return effects;
  };
  return { machine: { ...machine, step }, lines };
}

const brief = (value: unknown): string => JSON.stringify(value).slice(0, 400);
