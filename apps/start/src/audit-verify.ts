import { verifyTrail, type KnownLink } from '@curfew/persistence';
import { option, tool } from './tool.js';

/**
 * `npm run audit:verify`: checks every event of the audit trail against its hash chain, and ends with 1 where one is not as it was. `-- --known <number>:<hash>`
 * gives a head that an earlier run printed: then it also notices a chain that was written anew as a whole.
 */
tool('audit:verify', async (database) => {
  const { ok, checked, firstBroken, problem, head } = await verifyTrail(database, known(option('known')));
  const end = head === null ? 'Nothing is chained yet.' : `The head is ${head.number}:${head.hash}. Keep it elsewhere, and give it with --known the next time.`;
  return ok
    ? { well: true, said: `${checked} events are as they were chained. ${end}` }
    : { well: false, said: `The trail is broken at ${firstBroken}: ${words[problem ?? 'edited']}. ${checked} events before it are as they were chained.` };
});

const words = {
  edited: 'what it says was changed, or its link was',
  removed: 'an event or its link was removed',
  inserted: 'an event was slipped in',
  reordered: 'two links changed places',
  cut: 'the end of the chain was cut off',
} as const;

function known(text: string | undefined): KnownLink | undefined {
  const [, number, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text ?? '') ?? [];
  if (text !== undefined && hash === undefined) throw new Error('--known takes a head as it was printed: a number, a colon and a hash.');
  return hash === undefined ? undefined : { number: Number(number), hash };
}
