import { Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { isTransient } from './database-error.js';
import { mayTake, type Statement, type Tx } from './statement.js';

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
export class Database implements OnModuleInit {
  constructor(private readonly dataSource: DataSource) {}

  /** A connection that is lost between two statements of somebody's transaction must not end the process. */
  onModuleInit(): void {
    this.pool.on('acquire', (client) => {
      if (!client.listeners('error').includes(toldByNextStatement)) client.on('error', toldByNextStatement);
    });
  }

  /**
   * Runs a use case in one transaction. A serialization failure or deadlock starts it anew in a fresh transaction,
   * at most five times, so `work` must not touch anything but `tx`. A lost connection is not tried again: whether the
   * commit arrived is then unknown.
   */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { result, actions } = await retried(() => this.attempt(work));
    for (const action of actions) await action();
    return result;
  }

  /** What an attempt that fails wanted done after its commit is forgotten with it. */
  private async attempt<Result>(work: (tx: Tx) => Promise<Result>) {
    const actions: (() => Promise<void>)[] = [];
    const result = await this.dataSource.transaction((tx) => {
      afterCommits.set(tx, actions);
      return work(tx);
    });
    return { result, actions };
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
  readAtLength<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.atLength('read committed', async (query) => (await query<Row>(statement)).rows);
  }

  /**
   * Runs one writing statement that is a transaction of its own, in one round trip; tried again like {@link transaction}.
   */
  autocommit<Row extends object>(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    return retried(() => this.read<Row>(statement, parameters));
  }

  /**
   * Reads several statements from one snapshot, at length: what is committed meanwhile is not seen, and nobody waits for
   * it. `work` gets the way to read.
   */
  snapshot<Result>(work: (read: SnapshotRead) => Promise<Result>): Promise<Result> {
    return this.atLength('repeatable read', (query) =>
      work(
        async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
          (await query<Row>({ text: sql, values: [...parameters] })).rows,
      ),
    );
  }

  /** A reading transaction whose statements may take an hour each. */
  private async atLength<Result>(
    isolation: 'read committed' | 'repeatable read',
    work: (query: <Row extends object>(config: pg.QueryConfig) => Promise<pg.QueryResult<Row>>) => Promise<Result>,
  ): Promise<Result> {
    const connection = await this.pool.connect();
    let failed = true;
    try {
      await connection.query(`begin isolation level ${isolation} read only`);
      await connection.query(mayTake(atLengthMs));
      const result = await work(<Row extends object>(config: pg.QueryConfig) => {
        // Its types do not know it; node-postgres takes the limit of one query from here.
        const query: pg.QueryConfig & { query_timeout: number } = { ...config, query_timeout: atLengthMs };
        return connection.query<Row>(query);
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

/** Whoever holds the connection is told by the next statement. */
const toldByNextStatement = (): void => undefined;

/** Reads one statement inside a {@link Database.snapshot}. */
export type SnapshotRead = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** Does it anew, at most five times in all, when Postgres ended it for the sake of another. */
async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxAttempts || !isTransient(error)) throw error;
      await sleep(attempt * 10 * (1 + Math.random()));
    }
  }
}
