import type { Sql } from '@curfew/persistence';

/** A node of what PostgreSQL would do, with those below it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly Plan[];
}

/** How a statement would be carried out. */
export async function planOf(sql: Sql, text: string, values: readonly unknown[] = []): Promise<Plan> {
  const [row] = await sql.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(`explain (format json) ${text}`, values);
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) throw new Error('A plan has a node.');
  return plan;
}

/** What in a plan reads all of a table (whose name begins so), or sorts more rows than these. */
export const wholes = (plan: Plan, table: string, most: number): readonly Plan[] => nodes(plan).filter((node) => isWhole(node, table, most));

const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

// An empty partition is read whole for nothing.
const isWhole = ({ 'Node Type': type, 'Relation Name': relation, 'Total Cost': cost, Plans: plans = [] }: Plan, table: string, most: number): boolean =>
  (type.includes('Seq Scan') && relation?.startsWith(table) === true && cost > 10) || (type === 'Sort' && plans.some((plan) => plan['Plan Rows'] > most));
