import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { v7 } from 'uuid';
import { Database, execute, type Tx } from '../database/database.js';
import { HandlesJob, type JobHandler } from '../jobs/handles-job.js';
import { Jobs } from '../jobs/jobs.js';
import { deliverEvent, type EventDefinition, subscriptionsOf } from './define-event.js';

/** Announces what happened. The news is a row of the same transaction, so it is told if and only if it is true. */
@Injectable()
export class Events {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async emit<Payload>(tx: Tx, event: EventDefinition<Payload>, payload: Payload): Promise<void> {
    await this.jobs.enqueue(tx, deliverEvent, {
      id: v7(),
      event: event.name,
      occurredAt: this.clock.now().toISOString(),
      payload: event.payload.parse(payload),
    });
  }
}

// The key makes a second delivery of the same event replace what still waits of the first.
const deliverToAll = `
  select graphile_worker.add_job(name, payload => $3::json, max_attempts => attempts, job_key => $4 || ':' || name)
    from unnest($1::text[], $2::int[]) as subscription (name, attempts)`;

/** Fans an event out into one job per subscription, so that a failing subscriber holds up nobody else. */
@HandlesJob(deliverEvent)
export class DeliverEventHandler implements JobHandler<DeliveredEvent> {
  constructor(private readonly database: Database) {}

  async handle({ id, event, occurredAt, payload }: DeliveredEvent): Promise<void> {
    const jobs = subscriptionsOf(event);
    if (jobs.length === 0) return;
    await this.database.transaction((tx) =>
      execute(tx, deliverToAll, [
        jobs.map((job) => job.name),
        jobs.map((job) => job.attempts),
        JSON.stringify({ event: { id, occurredAt }, payload }),
        id,
      ]),
    );
  }
}

interface DeliveredEvent {
  id: string;
  event: string;
  occurredAt: string;
  payload?: unknown;
}
