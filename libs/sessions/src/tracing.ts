/** Where spans are begun, by whoever started this process; without it work is done all the same. */
export interface Tracing {
  /** A span for as long as `work` takes. `parent`: a W3C `traceparent` from another process. */
  span<T>(beginning: { readonly name: string; readonly kind?: 'producer' | 'consumer'; readonly parent?: string | undefined; readonly attributes?: Attributes }, work: () => T): T;
  /** Notes something of the present span. */
  note(attributes: Attributes): void;
  /** The `traceparent` of the present span, to be carried to another process. */
  carry(): string | undefined;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

export const noTracing: Tracing = { span: (_, work) => work(), note: () => undefined, carry: () => undefined };
