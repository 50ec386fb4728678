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

/** Fans an event out into one job per subscription, so that a failing subscriber holds up nobody else. */
@HandlesJob(deliverEvent)
export class DeliverEventHandler implements JobHandler<DeliveredEvent> {
  constructor(private readonly database: Database) {}

  async handle({ id, event, occurredAt, payload }: DeliveredEvent): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const job of subscriptionsOf(event)) {
        await execute(
          tx,
          'select graphile_worker.add_job($1, payload => $2::json, max_attempts => $3, job_key => $4)',
          [job.name, JSON.stringify({ event: { id, occurredAt }, payload }), job.attempts, `${id}:${job.name}`],
        );
      }
    });
  }
}

interface DeliveredEvent {
  id: string;
  event: string;
  occurredAt: string;
  payload?: unknown;
}
