import { initArguments, serverArguments } from './arguments.js';

it('listens on 127.0.0.1 only, on the port that was chosen, whatever the settings say of it', () => {
  const args = serverArguments({ data: '/a b/data', port: 4711, settings: { port: '1' } });

  expect(args.slice(0, 2)).toEqual(['-D', '/a b/data']);
  expect(args).toEqual(expect.arrayContaining(['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'port=4711']));
  expect(args).not.toContain('port=1');
});

it('lets settings win over its own, and keeps what it writes safe unless they say otherwise', () => {
  expect(serverArguments({ data: '/data', port: 1, settings: {} }).join(' ')).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
  const args = serverArguments({ data: '/data', port: 1, settings: { fsync: 'off', max_connections: '20' } });

  expect(args).toEqual(expect.arrayContaining(['fsync=off', 'max_connections=20']));
  expect(args).not.toContain('max_connections=200');
});

it('makes a cluster that asks for a password and treats text as Unicode, the same everywhere', () => {
  const args = initArguments({ data: '/data', passwordFile: '/secret' }).join(' ');

  expect(args).toContain('--auth=scram-sha-256 --pwfile=/secret');
  expect(args).toContain('--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8');
});
