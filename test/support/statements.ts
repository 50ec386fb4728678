import { jest } from '@jest/globals';
import pg from 'pg';

/** Names (or texts) of all statements that go to Postgres while `work` runs, in transactions and outside, by whomever. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.map(([asked]) => nameOf(asked));
  } finally {
    query.mockRestore();
  }
}

function nameOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  const { name, text } = asked as { name?: string; text?: string };
  return name ?? text ?? 'unknown';
}
