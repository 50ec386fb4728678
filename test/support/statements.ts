import { jest } from '@jest/globals';
import pg from 'pg';

/** Read once every few seconds for everybody, by whichever request comes by. */
const ofEverybody = ['feed.newest', 'feed.popular', 'identity.rollouts', 'settings.newest'];
/** Read once every few seconds for all requests of one viewer. */
export const ofTheViewer = ['identity.account_state', 'identity.session_state'];
/** Whose rows are kept for some seconds, so that a request reads those that are missing, or nothing. */
const ofKeptRows = ['identity.profiles_by_id', 'moments.by_ids'];

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

/** Those of a request without what is read for all of them every few seconds. */
export const ofTheRequest = (names: readonly string[]): string[] =>
  names.filter((name) => ![...ofEverybody, ...ofTheViewer].includes(name));

/** What a request reads each time, sorted; what it may find in memory must not be read one by one either. */
export async function ownStatementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const all = ofTheRequest(await statementsOf(work));
  for (const kept of ofKeptRows) {
    const times = all.filter((name) => name === kept).length;
    if (times > 2) throw new Error(`${kept} was asked ${times} times`);
  }
  return all.filter((name) => !ofKeptRows.includes(name)).toSorted();
}

function nameOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  const { name, text } = asked as { name?: string; text?: string };
  return name ?? text ?? 'unknown';
}
