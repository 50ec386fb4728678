import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { v7 } from 'uuid';
import { Database } from '../database/database.js';
import { execute, type Tx } from '../database/statement.js';
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
    await this.jobs.enqueue(tx, deliverEvent, this.delivery(event, payload));
  }

  /** The three parameters of {@link emitting}: the same news, told by the statement that writes what it is about. */
  news<Payload>(event: EventDefinition<Payload>, payload: Payload): readonly unknown[] {
    return [deliverEvent.name, JSON.stringify(this.delivery(event, payload)), deliverEvent.attempts];
  }

  private delivery<Payload>(event: EventDefinition<Payload>, payload: Payload) {
    return {
      id: v7(),
      event: event.name,
      occurredAt: this.clock.now().toISOString(),
      payload: event.payload.parse(payload),
    };
  }
}

/**
 * SQL that tells news once for each row it is selected with; its parameters begin at `$first` and are those that
 * `Events.news` gives. For what is written so often that every way to the database counts.
 */
export const emitting = (first: number): string =>
  `graphile_worker.add_job($${first}::text, payload => $${first + 1}::json, max_attempts => $${first + 2}::int)`;

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
