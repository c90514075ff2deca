/** What a Redis of this machine is started with. */
export interface RedisStart {
  readonly data: string;
  readonly password: string;
  readonly port: number;
}

/**
 * The configuration file: 127.0.0.1 only, a password, every write in the append-only file, no snapshots, nothing evicted. Pure.
 * A file, not arguments: those can be read by every user of the machine.
 */
export function configuration({ data, password, port }: RedisStart): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${quoted(password)}`,
    `dir ${quoted(data)}`,
    'appendonly yes',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    'logfile ""',
  ];
  return `${lines.join('\n')}\n`;
}

/** A value as Redis reads it, whatever it holds (`sdssplitargs`). Pure. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
