import { jest } from '@jest/globals';
import type { Database } from '../database/index.js';

/** A part of a plan that has been run; the numbers are of all its loops. */
export interface PlanNode {
  kind: string;
  table?: string;
  index?: string;
  /** Rows that it looked at, those among them that a filter left out. */
  rowsRead: number;
}

interface Explained {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Explained[];
}

/**
 * How Postgres carries out the first read of `work` with the plan that is made for all parameters alike, which is what a
 * prepared statement ends with: every part of it.
 */
export async function planOf(database: Database, work: () => Promise<unknown>): Promise<PlanNode[]> {
  const read = jest.spyOn(database, 'read');
  await work();
  const [call] = read.mock.calls;
  read.mockRestore();
  if (!call) throw new Error('nothing was read');
  const [{ text }, parameters = []] = call;
  const connection = await database.pool.connect();
  try {
    await connection.query('set plan_cache_mode = force_generic_plan');
    await connection.query(`prepare explained as ${text}`);
    const { rows } = await connection.query<{ 'QUERY PLAN': [{ Plan: Explained }] }>(
      `explain (analyze, format json) execute explained (${parameters.map(literal).join(', ')})`,
    );
    const [row] = rows;
    return row ? nodesOf(row['QUERY PLAN'][0].Plan) : [];
  } finally {
    // Its settings and its statement go with it.
    connection.release(true);
  }
}

const nodesOf = (node: Explained): PlanNode[] => [
  {
    kind: node['Node Type'],
    table: node['Relation Name'],
    index: node['Index Name'],
    rowsRead: Math.round((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
  },
  ...(node.Plans ?? []).flatMap(nodesOf),
];

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `'{${value.join(',')}}'`;
  return `'${value instanceof Date ? value.toISOString() : (value as string | number | boolean)}'`;
}
