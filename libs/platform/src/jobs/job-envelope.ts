import { z } from 'zod';
import type { JobDefinition } from './define-job.js';

const eventEnvelope = z.strictObject({
  event: z.strictObject({ id: z.uuid(), occurredAt: z.iso.datetime() }),
  payload: z.unknown(),
});

// The queue notes in the payload which minute of the calendar a job belongs to.
function withoutSchedule(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row ?? {};
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== '_cron'));
}

/** What a queue row carries: the payload as it is, or, for an event's subscription, the payload with its event. */
export function openEnvelope<Payload>(
  job: JobDefinition<Payload>,
  row: unknown,
): { payload: Payload; event?: { id: string; occurredAt: Date } } {
  const envelope = eventEnvelope.safeParse(row);
  if (!envelope.success) return { payload: job.payload.parse(withoutSchedule(row)) };
  const { id, occurredAt } = envelope.data.event;
  return { payload: job.payload.parse(envelope.data.payload), event: { id, occurredAt: new Date(occurredAt) } };
}
