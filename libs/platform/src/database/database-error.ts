import pg from 'pg';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { isNetworkFailure } from '../health/network-failure.js';

const serializationFailure = '40001';
const deadlockDetected = '40P01';
// Lost connections (08), no room, memory or connections left (53), a server that stops or starts, one that only reads.
const awayCode = /^(08...|53...|57P0[123]|25006)$/;
// node-postgres has no codes for what happens on its own side.
const awayMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable)/;

/**
 * Runs `write` and turns the violation of a named constraint into the error that `errors` has for it. After a violation
 * the transaction can only be rolled back.
 */
export async function mapConstraints<Result>(
  write: Promise<Result>,
  errors: Readonly<Record<string, () => Error>>,
): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const mapped = errors[violatedConstraint(error) ?? ''];
    throw mapped ? mapped() : error;
  }
}

/** What Postgres said, be it straight from node-postgres or wrapped by TypeORM; nothing when it said nothing. */
export function databaseError(error: unknown): { code?: string; constraint?: string; detail?: string } {
  const cause = causeOf(error);
  return cause instanceof pg.DatabaseError ? cause : {};
}

// TypeORM lets go of a transaction's connection as soon as it is lost; each statement after that is told so.
const connectionLost = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/** Whether a statement failed because the server was not to be reached or cannot work now, and not for what it says. */
export function isDatabaseAway(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof pg.DatabaseError) return awayCode.test(cause.code ?? '');
  if (connectionLost.some((kind) => cause instanceof kind)) return true;
  return isNetworkFailure(cause) || (cause instanceof Error && awayMessage.test(cause.message));
}

const causeOf = (error: unknown): unknown => (error instanceof QueryFailedError ? error.driverError : error);

function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = databaseError(error);
  return code?.startsWith('23') ? constraint : undefined;
}

/** Whether the same work may well succeed when it is done again in a fresh transaction. */
export function isTransient(error: unknown): boolean {
  const { code } = databaseError(error);
  return code === serializationFailure || code === deadlockDetected;
}
