import type { Database } from '../database/index.js';

/**
 * Does something while all connections of a process but one are taken: a transaction that asks for a second one beside its
 * own waits here until the pool gives up.
 */
export async function onOneConnection<Result>({ pool }: Database, action: () => Promise<Result>): Promise<Result> {
  const others = Array.from({ length: pool.options.max - 1 }, () => pool.connect());
  const taken = await Promise.all(others);
  try {
    return await action();
  } finally {
    for (const connection of taken) connection.release();
  }
}
