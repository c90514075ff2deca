import { explainFailure, saysOldOnesRemain, saysPortTaken } from './explain-failure.js';

describe('what is said about a server that did not start', () => {
  it.each([
    ['PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device', /disk that holds \/data is full/, /200 MB/],
    ['ENOSPC: no space left on device, write', /is full/, /DATA_DIR/],
    ["EROFS: read-only file system, mkdir '/data'", /cannot be written/, /DATA_DIR/],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /free memory/, /DATABASE_URL/],
    ["EACCES: permission denied, open '/data/lock'", /may not be used by this user/, /chown/],
  ])('names the cause of %j and what to do', (line, message, hint) => {
    const error = explainFailure({ server: 'PostgreSQL', folder: '/data', lines: ['LOG:  starting', line] });

    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('shows the last lines of a failure that it does not know', () => {
    const error = explainFailure({ server: 'Redis', folder: '/data', lines: ['*** FATAL CONFIG FILE ERROR ***', '', 'Bad directive'] });

    expect(error.message).toContain('*** FATAL CONFIG FILE ERROR ***\n  Bad directive');
    expect(error.hint).toContain('REDIS_URL');
  });

  it('says so when there was nothing to hear', () => {
    expect(explainFailure({ server: 'Redis', folder: '/data', lines: [] }).message).toMatch(/said nothing/);
  });
});

describe('what a starter tries again after', () => {
  it.each([
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', true],
    ['# Warning: Could not create server TCP listening socket 127.0.0.1:6379: bind: Address already in use', true],
    ['FATAL:  data directory has wrong ownership', false],
  ])('a taken port: %j', (line, taken) => {
    expect(saysPortTaken([line])).toBe(taken);
  });

  it('children of a killed server that still use its memory', () => {
    expect(saysOldOnesRemain(['FATAL:  pre-existing shared memory block (key 5, ID 1) is still in use'])).toBe(true);
  });
});
