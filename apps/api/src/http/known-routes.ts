/** Which methods the API has at a path, so that a wrong method is told from a wrong path (RFC 9110 §15.5.6). */
export class KnownRoutes {
  private readonly methods = new Map<string, Set<string>>();

  /** Notes a route as Fastify registers it; only those of the API count, not pages and files. */
  note(method: string | readonly string[], path: string): void {
    if (!/^\/(?:v1|health)\//u.test(path)) return;
    const known = this.methods.get(path) ?? new Set();
    for (const each of typeof method === 'string' ? [method] : method) known.add(each);
    this.methods.set(path, known);
  }

  /** The methods of the routes that this URL would fit, in alphabetical order; none where the path is not known. */
  methodsOf(url: string): readonly string[] {
    const parts = (url.split('?', 1)[0] ?? '').split('/');
    const fitting = [...this.methods].filter(([path]) => fits(path.split('/'), parts));
    return [...new Set(fitting.flatMap(([, methods]) => [...methods]))].toSorted();
  }
}

const fits = (route: readonly string[], parts: readonly string[]): boolean =>
  route.length === parts.length && route.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]));
