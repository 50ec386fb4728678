import { z } from 'zod';
import { defineJob, type JobDefinition, type Lane } from '../jobs/define-job.js';

/** Something that happened, told upward in the past tense: `moment-published`. */
export interface EventDefinition<Payload = unknown> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
}

const eventNames = new Set<string>();

/** Declares an event; payloads are ids and what cannot be reloaded later. A second event of a name throws. */
export function defineEvent<Payload>(event: EventDefinition<Payload>): EventDefinition<Payload> {
  if (eventNames.has(event.name)) throw new Error(`event ${event.name} is defined twice`);
  eventNames.add(event.name);
  return event;
}

interface SubscriptionOptions<Payload> {
  event: EventDefinition<Payload>;
  /** The imperative: what the subscriber does (`feed-add-candidate`). */
  name: string;
  lane?: Lane;
  attempts?: number;
  timeoutMs?: number;
}

const subscriptions = new Map<string, JobDefinition[]>();

/**
 * Declares that a lib acts on an event. It is a job like any other, handled with `@HandlesJob` and retried on its own;
 * the handler sees an event at least once and finds its id in the context.
 */
export function defineSubscription<Payload>(options: SubscriptionOptions<Payload>): JobDefinition<Payload> {
  const { event, name, lane = 'worker', attempts = 10, timeoutMs = 30_000 } = options;
  const job = defineJob({ name, lane, payload: event.payload, attempts, timeoutMs });
  subscriptions.set(event.name, [...(subscriptions.get(event.name) ?? []), job]);
  return job;
}

/** Who acts on an event, in this process' libs. */
export const subscriptionsOf = (eventName: string): readonly JobDefinition[] => subscriptions.get(eventName) ?? [];

/** The outbox row: emitted with the facts, delivered to each subscription by {@link subscriptionsOf}. */
export const deliverEvent = defineJob({
  name: 'deliver-event',
  lane: 'worker',
  payload: z.object({ id: z.uuid(), event: z.string(), occurredAt: z.iso.datetime(), payload: z.unknown() }),
  attempts: 20,
  timeoutMs: 30_000,
});
