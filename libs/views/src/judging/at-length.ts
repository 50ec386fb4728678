import type { Database } from '@moments/platform';
import type pg from 'pg';

const statementMs = 3_600_000;

/** Runs one statement of a judgement and gives its rows. */
export type Run = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/**
 * Runs `work` in one transaction on a connection of its own, where a statement may take as long as a whole day's views
 * need; everywhere else they are ended after seconds. It may use temporary tables.
 */
export async function atLength<Result>(database: Database, work: (run: Run) => Promise<Result>): Promise<Result> {
  const connection = await database.pool.connect();
  let failed = true;
  try {
    await connection.query('begin');
    await connection.query(`set local statement_timeout = ${statementMs}`);
    await connection.query(`set local idle_in_transaction_session_timeout = ${statementMs}`);
    // A day is sorted and hashed whole; one judgement runs at a time.
    await connection.query(`set local work_mem = '128MB'`);
    const result = await work(async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
      // Its types do not know it; node-postgres takes the limit of one query from here.
      const query: pg.QueryConfig & { query_timeout: number } = {
        text: sql,
        values: [...parameters],
        query_timeout: statementMs,
      };
      return (await connection.query<Row>(query)).rows;
    });
    await connection.query('commit');
    failed = false;
    return result;
  } finally {
    // A connection that failed is thrown away, and its transaction with it.
    connection.release(failed);
  }
}
