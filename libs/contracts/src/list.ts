import { z } from 'zod';

/** A whole number in a query, written in digits alone. */
export const digits = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/u, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));

/** How many items a page has: 1 to 200, 50 unless told. */
export const limit = digits(1, 200).default(50);

/** Where the next page starts: opaque, and good for the same list only. */
export const cursor = z.string().min(1).max(512).regex(/^[\w-]+$/u);

/** A page of a list; `nextCursor` is null at its end. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
