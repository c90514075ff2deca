/** What a PostgreSQL of this machine is started with. */
export interface ServerStart {
  readonly data: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The server's arguments: reached on 127.0.0.1 only, logs to its starter, safe against a crash (fsync stays on). Later settings win. Pure. */
export function serverArguments({ data, port, settings }: ServerStart): readonly string[] {
  const all = { ...ours, ...settings, port: String(port) };
  return ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** What initdb is started with. The order of text is that of code points, on every machine, and upper('ä') is 'Ä'. Pure. */
export function initArguments({ data, passwordFile }: { readonly data: string; readonly passwordFile: string }): readonly string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync', // only here: the server itself syncs what it promises
    '--no-instructions',
  ];
}

const ours = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket path has at most 107 bytes, and a data folder may be deep
  logging_collector: 'off',
  log_destination: 'stderr',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
