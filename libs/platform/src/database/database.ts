import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** An open database transaction. Passed on explicitly: inside a use case nothing else may touch the database. */
export type Tx = EntityManager;

const serializationFailure = '40001';
const deadlockDetected = '40P01';
const maxAttempts = 5;
const atLengthMs = 3_600_000;

const afterCommits = new WeakMap<Tx, (() => Promise<void>)[]>();

/**
 * Runs `action` once the transaction has committed, and not at all when it has not. The process may die in between: for
 * caches and live news; what must not be lost is a job or an event.
 */
export function afterCommit(tx: Tx, action: () => Promise<void>): void {
  const actions = afterCommits.get(tx);
  if (!actions) throw new Error('not inside a transaction');
  actions.push(action);
}

/** The door to Postgres: transactions for writes, plain SQL for reads. */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs a use case in one transaction. A serialization failure or deadlock starts it anew in a fresh transaction,
   * at most five times, so `work` must not touch anything but `tx`. A lost connection is not tried again: whether the
   * commit arrived is then unknown.
   */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { result, actions } = await this.retried(work);
    for (const action of actions) await action();
    return result;
  }

  private async retried<Result>(work: (tx: Tx) => Promise<Result>) {
    for (let attempt = 1; ; attempt += 1) {
      const actions: (() => Promise<void>)[] = [];
      try {
        const result = await this.dataSource.transaction((tx) => {
          afterCommits.set(tx, actions);
          return work(tx);
        });
        return { result, actions };
      } catch (error) {
        if (attempt === maxAttempts || !isTransient(error)) throw error;
        await sleep(attempt * 10 * (1 + Math.random()));
      }
    }
  }

  /**
   * Reads rows outside of any transaction, straight through node-postgres. The statement is prepared once per
   * connection under its name, so Postgres parses and plans it once.
   */
  async read<Row extends object>(statement: Statement, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ ...statement, values: [...parameters] });
    return rows;
  }

  /** The same for what reads whole tables, for operators: it may take up to an hour where other statements are ended. */
  async readAtLength<Row extends object>(statement: Statement): Promise<Row[]> {
    const connection = await this.pool.connect();
    let failed = true;
    try {
      await connection.query('begin read only');
      await connection.query(`set local statement_timeout = ${atLengthMs}`);
      // Its types do not know it; node-postgres takes the limit of one query from here.
      const query: pg.QueryConfig & { query_timeout: number } = { ...statement, query_timeout: atLengthMs };
      const { rows } = await connection.query<Row>(query);
      await connection.query('commit');
      failed = false;
      return rows;
    } finally {
      connection.release(failed);
    }
  }

  /**
   * Runs one writing statement that is a transaction of its own, in one round trip; tried again like {@link transaction}.
   */
  async autocommit<Row extends object>(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.read<Row>(statement, parameters);
      } catch (error) {
        if (attempt === maxAttempts || !isTransient(error)) throw error;
        await sleep(attempt * 10 * (1 + Math.random()));
      }
    }
  }

  /**
   * Reads several statements from one snapshot, at length: what is committed meanwhile is not seen, and nobody waits for
   * it. `work` gets the way to read.
   */
  async snapshot<Result>(work: (read: SnapshotRead) => Promise<Result>): Promise<Result> {
    const connection = await this.pool.connect();
    let failed = true;
    try {
      await connection.query('begin isolation level repeatable read read only');
      await connection.query(`set local statement_timeout = ${atLengthMs}`);
      const result = await work(async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
        const query: pg.QueryConfig & { query_timeout: number } = {
          text: sql,
          values: [...parameters],
          query_timeout: atLengthMs,
        };
        return (await connection.query<Row>(query)).rows;
      });
      await connection.query('commit');
      failed = false;
      return result;
    } finally {
      connection.release(failed);
    }
  }

  /** node-postgres' own pool, for what needs a connection of its own (LISTEN, advisory locks, cursors). */
  get pool(): pg.Pool {
    const { driver } = this.dataSource;
    const pool: unknown = driver instanceof PostgresDriver ? driver.master : undefined;
    if (!(pool instanceof pg.Pool)) throw new Error('the database is not connected');
    return pool;
  }
}

/** Reads one statement inside a {@link Database.snapshot}. */
export type SnapshotRead = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

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

/** Rows of a named statement inside a transaction, prepared once per connection. */
export const prepared = <Row extends object>(
  tx: Tx,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<Row[]> => rows<Row>(tx, statement, parameters);

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

/**
 * Runs `write` and turns the violation of a named constraint into the error that `errors` has for it. After a violation
 * the transaction can only be rolled back.
 */
export async function mapConstraints<Result>(
  write: Promise<Result>,
  errors: Readonly<Record<string, () => Error>>,
): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const mapped = errors[violatedConstraint(error) ?? ''];
    throw mapped ? mapped() : error;
  }
}

function runner(tx: Tx) {
  if (!tx.queryRunner) throw new Error('not inside a transaction');
  return tx.queryRunner;
}

/** What Postgres said, be it straight from node-postgres or wrapped by TypeORM; nothing when it said nothing. */
export function databaseError(error: unknown): { code?: string; constraint?: string; detail?: string } {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof pg.DatabaseError ? cause : {};
}

function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = databaseError(error);
  return code?.startsWith('23') ? constraint : undefined;
}

function isTransient(error: unknown): boolean {
  const { code } = databaseError(error);
  return code === serializationFailure || code === deadlockDetected;
}
