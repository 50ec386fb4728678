import type { Database } from '@moments/platform';
import { longTransaction } from '../days/long-transaction.js';

// A day is sorted and hashed whole; one judgement of it runs at a time.
const memoryMb = 128;

/** Runs one statement of a judgement and gives its rows. */
export type Run = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** Runs `work` in one long transaction, where it may use temporary tables. */
export const atLength = <Result>(database: Database, work: (run: Run) => Promise<Result>): Promise<Result> =>
  longTransaction(database, memoryMb, (run) =>
    work(async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
      const { rows } = await run<Row>(sql, parameters);
      return rows;
    }),
  );
