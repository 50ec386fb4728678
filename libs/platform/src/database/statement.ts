import pg from 'pg';
import type { EntityManager } from 'typeorm';

/** An open database transaction. Passed on explicitly: inside a use case nothing else may touch the database. */
export type Tx = EntityManager;

/** A read with a name of its own; make it once, at module level, with {@link statement}. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const texts = new Map<string, string>();

/**
 * Names a read, so that it is prepared once per connection. Names are unique across the product (`feed.candidates`); a
 * second text under one name throws.
 */
export function statement(name: string, text: string): Statement {
  if ((texts.get(name) ?? text) !== text) throw new Error(`statement ${name} is defined twice`);
  texts.set(name, text);
  return { name, text };
}

/**
 * Rows that a statement inside a transaction returns (SELECT, or any RETURNING). One with a name is prepared once per
 * connection, as reads are: for what is asked all the time.
 */
export async function rows<Row extends object>(
  tx: Tx,
  sql: string | Statement,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  if (typeof sql !== 'string') return (await runPrepared(tx, sql, parameters)).rows as Row[];
  const { records } = await runner(tx).query(sql, [...parameters], true);
  return records as Row[];
}

/** Runs a statement inside a transaction and gives how many rows it touched; one with a name is prepared. */
export async function execute(tx: Tx, sql: string | Statement, parameters: readonly unknown[] = []): Promise<number> {
  if (typeof sql !== 'string') return (await runPrepared(tx, sql, parameters)).rowCount ?? 0;
  const { affected } = await runner(tx).query(sql, [...parameters], true);
  return affected ?? 0;
}

/** TypeORM knows no names, so the statement goes to the transaction's own connection itself. */
async function runPrepared(
  tx: Tx,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<pg.QueryResult<object>> {
  const connection: unknown = await runner(tx).connect();
  if (!(connection instanceof pg.Client)) throw new Error('a transaction runs on a connection of node-postgres');
  return connection.query<object>({ ...statement, values: [...parameters] });
}

function runner(tx: Tx) {
  if (!tx.queryRunner) throw new Error('not inside a transaction');
  return tx.queryRunner;
}

/**
 * Lets each statement of a transaction take so long, where others of the product are ended after seconds. Where the server
 * ends none (`DATABASE_SERVER_LIMITS=false`) it stays so.
 */
export const mayTake = (ms: number): string =>
  `select set_config('statement_timeout', '${ms}', true) where current_setting('statement_timeout') <> '0'`;
