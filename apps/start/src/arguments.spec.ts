import { readArguments } from './arguments.js';

it.each([
  [[], { kind: 'start' }],
  [['--reset'], { kind: 'reset', yes: false }],
  [['--yes', '--reset'], { kind: 'reset', yes: true }],
  [['--reset', '--help'], { kind: 'help' }],
  [['--rest'], { kind: 'unknown', argument: '--rest' }],
  [['--yes'], { kind: 'unknown', argument: '--yes' }],
  [['--reset', 'now'], { kind: 'unknown', argument: 'now' }],
])('%j is read as %j', (given, asked) => {
  expect(readArguments(given)).toEqual(asked);
});
