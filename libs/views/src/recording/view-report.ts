import { InvalidInput } from '@moments/kernel';
import type { ToldView } from '../domain/plausibility.js';

/** Most events of one report. */
const maxEvents = 200;

const longestName = 100;
const longestToken = 1_000;
// What a column of type integer holds.
const greatest = 2_147_483_647;

/** A view as an app reports it. */
export interface ReportedView extends Omit<ToldView, 'loops'> {
  /** The app's name for the event. */
  id: string;
  playbackToken: string;
  /** None unless told. */
  loops?: number;
}

/** Views as an app reports them. */
export interface ViewReport {
  events: readonly ReportedView[];
}

/**
 * Gives the report when it is in form; throws `InvalidInput` with every field that is not. By hand: of all that comes in
 * from outside there is nothing more of than these.
 */
export function checkReport(report: ViewReport): ViewReport {
  const { events } = report;
  if (events.length > maxEvents) {
    throw new InvalidInput([{ field: ['events'], message: `may hold at most ${maxEvents} events` }]);
  }
  if (!events.every(isInForm)) {
    throw new InvalidInput(
      events.flatMap((event, at) =>
        problemsOf(event).map((problem) => ({
          field: ['events', String(at), problem.field],
          message: problem.message,
        })),
      ),
    );
  }
  return report;
}

const isInForm = ({ id, playbackToken, watchedMs, positionMs, loops, occurredAt }: ReportedView): boolean =>
  isName(id) &&
  isToken(playbackToken) &&
  isWhole(watchedMs) &&
  isWhole(positionMs ?? 0) &&
  isWhole(loops ?? 0) &&
  isInstant(occurredAt);

const isName = (id: string): boolean => id.length > 0 && id.length <= longestName;
const isToken = (token: string): boolean => token.length <= longestToken;
const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= greatest;
const isInstant = (instant: Date): boolean => !Number.isNaN(instant.getTime());

function problemsOf(event: ReportedView): { field: string; message: string }[] {
  const { id, playbackToken, watchedMs, positionMs, loops, occurredAt } = event;
  const whole = 'must be a whole number of 32 bits';
  return [
    ...(isName(id) ? [] : [{ field: 'id', message: `must have 1 to ${longestName} characters` }]),
    ...(isToken(playbackToken) ? [] : [{ field: 'playbackToken', message: 'is too long' }]),
    ...(isWhole(watchedMs) ? [] : [{ field: 'watchedMs', message: whole }]),
    ...(isWhole(positionMs ?? 0) ? [] : [{ field: 'positionMs', message: whole }]),
    ...(isWhole(loops ?? 0) ? [] : [{ field: 'loops', message: whole }]),
    ...(isInstant(occurredAt) ? [] : [{ field: 'occurredAt', message: 'is no instant' }]),
  ];
}
