/** The transport below a socket of socket.io, as far as the guard uses it. */
export type Conn = {
  readonly readyState: string;
  write(...args: readonly unknown[]): unknown;
  send(...args: readonly unknown[]): unknown;
  emit(name: string, ...args: readonly unknown[]): boolean;
  once(name: 'close', listener: () => void): unknown;
  close(discard?: boolean): unknown;
};

type Passing = { passes(): boolean };

const gates = new WeakMap<object, Set<Passing>>();

/** From here on nothing passes on this transport, in either direction, broadcasts and acknowledgements too, but while every session on it may. Answers how to take this one out. */
export function gate(conn: Conn, passing: Passing): () => void {
  const all = gates.get(conn) ?? install(conn);
  all.add(passing);
  return () => void all.delete(passing);
}

/** Lets the last words pass: it is closed in the same turn. */
export const openGate = (conn: Conn): void => gates.get(conn)?.clear();

function install(conn: Conn): Set<Passing> {
  const all = new Set<Passing>();
  gates.set(conn, all);
  const passes = (): boolean => {
    for (const each of all) if (!each.passes()) return false;
    return true;
  };
  const [write, send, emit] = [conn.write.bind(conn), conn.send.bind(conn), conn.emit.bind(conn)];
  Object.assign(conn, {
    write: (...args: readonly unknown[]) => (passes() ? write(...args) : conn),
    send: (...args: readonly unknown[]) => (passes() ? send(...args) : conn),
    // What arrives reaches socket.io as this event of its transport.
    emit: (name: string, ...args: readonly unknown[]) => (name === 'data' && !passes() ? false : emit(name, ...args)),
  });
  return all;
}
