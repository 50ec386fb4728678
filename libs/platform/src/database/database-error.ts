import pg from 'pg';
import { QueryFailedError } from 'typeorm';

const serializationFailure = '40001';
const deadlockDetected = '40P01';

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
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof pg.DatabaseError ? cause : {};
}

function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = databaseError(error);
  return code?.startsWith('23') ? constraint : undefined;
}

/** Whether the same work may well succeed when it is done again in a fresh transaction. */
export function isTransient(error: unknown): boolean {
  const { code } = databaseError(error);
  return code === serializationFailure || code === deadlockDetected;
}
