/** Lines of logs that say that something is wrong, each kind once with how often it was said. `explained`: what is expected, by a part of the line. Pure. */
export function unexplained(lines: readonly string[], explained: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of lines) {
    const said = troubleIn(line);
    if (said === undefined || explained.some((part) => line.includes(part))) continue;
    found.set(said, (found.get(said) ?? 0) + 1);
  }
  return found;
}

/** What is not JSON is written by nobody who means to: a crash, a warning of Node's. */
function troubleIn(line: string): string | undefined {
  if (line.trim() === '') return undefined;
  const entry = parsed(line);
  if (entry === undefined) return line;
  const { level, msg, err } = entry as { readonly level?: unknown; readonly msg?: unknown; readonly err?: { readonly message?: unknown } };
  return harmless.has(String(level)) ? undefined : `${String(level)}: ${String(msg)}${err === undefined ? '' : ` (${String(err.message)})`}`;
}

const harmless = new Set(['info', 'debug', 'trace']);

function parsed(line: string): object | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}
