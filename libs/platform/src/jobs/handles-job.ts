import { Injectable, SetMetadata } from '@nestjs/common';
import type { JobDefinition } from './define-job.js';

export interface JobContext {
  /** Aborted when the job's time is over or the process is asked to stop. */
  readonly signal: AbortSignal;
  /** 1 on the first try. */
  readonly attempt: number;
  /** The event that caused the job, when it is an event's subscription. */
  readonly event?: { readonly id: string; readonly occurredAt: Date };
}

/** The event that a subscription acts on: the same at every delivery. */
export function eventOf({ event }: Pick<JobContext, 'event'>): { readonly id: string; readonly occurredAt: Date } {
  if (!event) throw new Error('a subscription is run without its event');
  return event;
}

/** Another try would end as this one did: thrown by a handler, it makes the job a dead letter at once. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** Runs a job. It may run twice, also at the same time as a copy that lost its connection: its writes must be idempotent. */
export interface JobHandler<Payload> {
  handle(payload: Payload, context: JobContext): Promise<void>;
  /**
   * Called when the last try has failed, so that nobody waits for ever for what will not come. Once, but again when it
   * throws or its process dies meanwhile: its writes must be idempotent too.
   */
  giveUp?(payload: Payload, error: Error): Promise<void>;
}

export const handledJob = 'moments:handled-job';

/** Marks the one class that handles a job. */
export const HandlesJob =
  <Payload>(job: JobDefinition<Payload>) =>
  (handler: new (...dependencies: never[]) => JobHandler<Payload>): void => {
    Injectable()(handler);
    SetMetadata(handledJob, job)(handler);
  };
