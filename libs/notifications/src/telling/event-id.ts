import { eventOf, type JobContext } from '@moments/platform';

/** The event that a subscription acts on: the same at every delivery. */
export const eventIdOf = (context: Pick<JobContext, 'event'>): string => eventOf(context).id;
