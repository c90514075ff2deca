import { nestLogger } from './nest.js';
import { createLogger } from './logger.js';

const written = (act: (nest: ReturnType<typeof nestLogger>) => void): readonly unknown[] => {
  const logger = createLogger({ name: 'api', level: 'silent' });
  const calls: unknown[] = [];
  for (const level of ['info', 'error', 'warn', 'debug'] as const) {
    Object.assign(logger, { [level]: (...args: unknown[]) => calls.push([level, ...args]) });
  }
  act(nestLogger(logger));
  return calls;
};

it.each([
  ['a plain line', (nest) => nest.log('hello'), ['info', {}, 'hello']],
  ['its context', (nest) => nest.warn('hello', 'Router'), ['warn', { context: 'Router' }, 'hello']],
  ['its tale of starting up, as debug', (nest) => nest.log('AppModule', 'InstanceLoader'), ['debug', { context: 'InstanceLoader' }, 'AppModule']],
  ['an error with stack and context', (nest) => nest.error('bad', 'Error\n at x', 'Router'), ['error', { context: 'Router', stack: 'Error\n at x' }, 'bad']],
] as const satisfies readonly (readonly [string, (nest: ReturnType<typeof nestLogger>) => void, readonly unknown[]])[])('passes on %s', (_, act, line) => {
  expect(written(act)).toEqual([line]);
});

it('passes on an Error as err', () => {
  const error = new Error('bad');
  expect(written((nest) => nest.error(error, 'Router'))).toEqual([['error', { context: 'Router', err: error }, 'bad']]);
});
