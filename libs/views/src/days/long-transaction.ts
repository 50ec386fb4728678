import { type Database, mayTake } from '@moments/platform';
import type pg from 'pg';

/** Runs one statement of a long transaction. */
export type Run = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<pg.QueryResult<Row>>;

const atLengthMs = 3_600_000;

/**
 * One transaction in which every statement may take up to an hour, where others of the product are ended after seconds.
 * `memoryMb` is what each sort of it may use. For work on whole days, which locks nothing that others wait for.
 */
export async function longTransaction<Result>(
  database: Database,
  memoryMb: number,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const connection = await database.pool.connect();
  let failed = true;
  const run: Run = (text, parameters = []) => {
    // Its types do not know it; node-postgres takes the limit of one query from here.
    const query: pg.QueryConfig & { query_timeout: number } = {
      text,
      values: [...parameters],
      query_timeout: atLengthMs,
    };
    return connection.query(query);
  };
  try {
    await run('begin');
    await run(mayTake(atLengthMs));
    await run(`set local work_mem = '${memoryMb}MB'`);
    const result = await work(run);
    await run('commit');
    failed = false;
    return result;
  } finally {
    // Closing the connection rolls back what was not committed.
    connection.release(failed);
  }
}
