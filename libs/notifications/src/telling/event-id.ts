import type { JobContext } from '@moments/platform';

/** The event that a subscription acts on: the same at every delivery. */
export function eventIdOf({ event }: Pick<JobContext, 'event'>): string {
  if (!event) throw new Error('a subscription is run without its event');
  return event.id;
}
