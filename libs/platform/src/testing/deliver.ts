import { type Database, rows } from '../database/index.js';
import type { EventDefinition } from '../events/define-event.js';
import { DeliverEventHandler } from '../events/events.js';

/** Takes what waits for a worker of this job, the oldest first, for a test that does its work. */
export function takeJobs<Payload>({ database }: { database: Database }, job: string): Promise<Payload[]> {
  return database.transaction(async (tx) => {
    const taken = await rows<{ payload: Payload }>(
      tx,
      `with taken as (
         delete from graphile_worker._private_jobs as jobs using graphile_worker._private_tasks as tasks
          where tasks.id = jobs.task_id and tasks.identifier = $1 returning jobs.id, jobs.payload)
       select payload from taken order by id`,
      [job],
    );
    return taken.map(({ payload }) => payload);
  });
}

type News = Parameters<DeliverEventHandler['handle']>[0];

/** What waits to be told of one event, the oldest first; all other news that wait are gone, too. */
export async function takeNews<Payload>(
  lib: { database: Database },
  { name }: EventDefinition<Payload>,
): Promise<Payload[]> {
  const waiting = await takeJobs<News>(lib, 'deliver-event');
  return waiting.flatMap(({ event, payload }) => (event === name ? [payload as Payload] : []));
}

/** Brings the news that wait to those who listen to them, as a worker would: now each of them has a job of its own. */
export async function deliverEvents(lib: { database: Database }): Promise<void> {
  for (const news of await takeJobs<News>(lib, 'deliver-event')) {
    await new DeliverEventHandler(lib.database).handle(news);
  }
}
