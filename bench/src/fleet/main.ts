import { clock } from '../harness/clock.js';
import { connected, type Client } from './client.js';
import type { Asked, Heard, Opened, Question } from './fleet.js';

const groups = new Map<string, readonly Client[]>();
/** By the mark that a message bears: how many have it, and since when the last of them. */
const heard = new Map<number, Heard>();

process.on('disconnect', () => process.exit());
process.on('message', ({ id, question }: Asked) => {
  answerTo(question).then(
    (answer) => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});

async function answerTo(question: Question): Promise<unknown> {
  switch (question.what) {
    case 'open':
      return open(question);
    case 'emit':
      return void (await Promise.all((groups.get(question.group) ?? []).map((client) => client.emit(question.name))));
    case 'heard':
      return [...heard.entries()];
    case 'forget':
      return heard.clear();
    case 'ended':
      return ended(question.group);
    case 'close':
      for (const client of groups.get(question.group) ?? []) client.close();
      return ended(question.group);
  }
}

/** So many at once, each next one as soon as one of them is in. */
async function open({ group, url, speech, tokens, atOnce }: Extract<Question, { what: 'open' }>): Promise<Opened> {
  const clients: Client[] = [];
  const took: number[] = [];
  const began = clock();
  const rest = tokens.values();
  const one = async (): Promise<void> => {
    for (const token of rest) {
      const sent = clock();
      const client = connected({ url, speech, token: token ?? undefined, hear });
      clients.push(client);
      took.push((await client.opened) - sent);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const ms = clock() - began;
  groups.set(group, clients);
  return { ms, took };
}

async function ended(group: string): Promise<readonly number[]> {
  const times = await Promise.all((groups.get(group) ?? []).map((client) => client.ended));
  groups.delete(group);
  return times;
}

// One message may hold several events, and an event its mark more than once.
function hear(text: string): void {
  const now = clock();
  let before = -1;
  for (const [, mark] of text.matchAll(/mark (\d+)"/g)) {
    const number = Number(mark);
    if (number === before) continue;
    before = number;
    const known = heard.get(number);
    heard.set(number, { count: (known?.count ?? 0) + 1, first: known?.first ?? now, last: now });
  }
}
