import { unexplained } from './logs.js';

const line = (level: string, msg: string, more: object = {}): string => JSON.stringify({ level, time: 1, msg, ...more });

it('tells of warnings, of errors and of what nobody means to write, each kind once', () => {
  const lines = [line('info', 'ready'), line('warn', 'slow'), line('warn', 'slow'), line('error', 'failed', { err: { message: 'gone' } }), '(node:1) MaxListenersExceededWarning: 11 listeners', ''];
  expect([...unexplained(lines, [])]).toEqual([['warn: slow', 2], ['error: failed (gone)', 1], ['(node:1) MaxListenersExceededWarning: 11 listeners', 1]]);
});

it('leaves out what is explained, and nothing else', () => {
  expect([...unexplained([line('warn', 'as expected'), line('warn', 'not as expected at all')], ['"as expected"'])]).toEqual([['warn: not as expected at all', 1]]);
});
