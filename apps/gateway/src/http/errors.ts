import { DomainError, Unavailable } from '@moments/kernel';
import { isAway } from '@moments/platform';

/** What whoever asked is told of an error: itself, that a server of ours is away, or nothing, for it is a defect of ours. */
export function toldOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return isAway(error) ? new Unavailable() : undefined;
}

/** What is logged of an error: a database's also carries the statement with its parameters, which are nobody's business. */
export function loggedOf(error: unknown): { type: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name: type, message, stack } = error;
  return { type, message, stack };
}
