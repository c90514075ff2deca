/** A way to run PostgreSQL as a user that is not root: what stands before it on the command line, and who is to own its data. */
export interface Way {
  readonly name: 'as yourself' | 'user namespace' | 'lowered rights' | 'nobody';
  readonly prefix: readonly string[];
  /** Who must own the data (as seen from outside a namespace). */
  readonly owner: number;
  /** The user as whom the command is spawned; undefined: this one. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** What the machine has: who runs this process, and the absolute paths of the programs (undefined: it has not). */
export interface Machine {
  readonly uid: number;
  readonly unshare: string | undefined;
  readonly setpriv: string | undefined;
}

/**
 * The ways to try, best first. Pure. PostgreSQL refuses root, so root gives its rights away:
 * in a user namespace (files stay root's); else with setpriv, keeping only the right to enter any folder; else as `nobody`.
 * Each first with `setpriv --pdeathsig` next to the server, so that it ends when its parent is killed, then without (an old setpriv).
 * The parent is the thread that started it: a worker thread's servers end with that thread.
 */
export function waysToRun({ uid, unshare, setpriv }: Machine): readonly Way[] {
  const ways: Way[] = uid === 0 ? asRoot(unshare, setpriv) : [{ name: 'as yourself', prefix: [], owner: uid }];
  if (setpriv === undefined) return ways;
  return ways.flatMap((way) => [{ ...way, prefix: [...way.prefix, setpriv, '--pdeathsig', 'INT', '--'] }, way]);
}

// By number: a small image may not have the name.
const nobody = 65534;

function asRoot(unshare: string | undefined, setpriv: string | undefined): Way[] {
  const ways: Way[] = [];
  if (unshare) {
    ways.push({ name: 'user namespace', prefix: [unshare, '-U', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'], owner: 0 });
  }
  if (setpriv) {
    const drop = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    ways.push({ name: 'lowered rights', prefix: [setpriv, '--securebits=+no_setuid_fixup', '--', setpriv, ...drop, '--'], owner: nobody });
  }
  ways.push({ name: 'nobody', prefix: [], owner: nobody, user: { uid: nobody, gid: nobody } });
  return ways;
}
