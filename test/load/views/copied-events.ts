import { withClient } from '../../../tools/stack/postgres.js';
import { copyIn } from '../catalogue/copy.js';
import { seconds } from '../measure.js';

const rowsOfChunk = 5_000;

/** Rows of `view_events` as COPY reads them. */
export interface CopiedEvents {
  statement: string;
  chunks: Buffer[];
  rows: number;
}

/** Reads all events back, to be copied in again. */
export const readEvents = (databaseUrl: string): Promise<CopiedEvents> =>
  withClient(databaseUrl, async (client) => {
    const { rows: columns } = await client.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'view_events'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
    const names = columns.map(({ name }) => name);
    const text = names.map((name) => `coalesce(replace(${name}::text, '\\', '\\\\'), '\\N')`).join(`, E'\\t', `);
    await client.query('begin');
    await client.query(
      `declare events no scroll cursor for select concat(${text}) as line from view_events order by recorded_at`,
    );
    const chunks: Buffer[] = [];
    let rows = 0;
    for (;;) {
      const { rows: some } = await client.query<{ line: string }>(`fetch ${rowsOfChunk} from events`);
      if (some.length === 0) break;
      rows += some.length;
      chunks.push(Buffer.from(some.map(({ line }) => `${line}\n`).join('')));
    }
    await client.query('commit');
    return { statement: `copy view_events (${names.join(', ')}) from stdin`, chunks, rows };
  });

/** Copies the events into the emptied table and gives the rows a second. */
export async function copyEvents(databaseUrl: string, { statement, chunks, rows }: CopiedEvents): Promise<number> {
  await forgetEvents(databaseUrl);
  return rows / (await seconds(() => copyIn(databaseUrl, statement, chunks)));
}

/** Empties what reports are written to. */
export const forgetEvents = (databaseUrl: string): Promise<void> =>
  withClient(databaseUrl, async (client) => {
    // Each by itself: together they would wait for the last reports' tables in another order than those take them.
    for (const table of ['view_events', 'watched_moments', 'viewer_clocks', 'uncounted_views']) {
      await client.query(`truncate ${table}`);
    }
    await client.query('checkpoint');
  });
