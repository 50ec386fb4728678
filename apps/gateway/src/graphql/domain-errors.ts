import type { DomainError, Problem } from '@moments/kernel';
import { GraphQLError } from 'graphql';
import type { Locale } from './locale.js';
import { translate } from './messages/translate.js';
import type { UserErrorType } from './user-error.types.js';

/** What went wrong, in the reader's language. */
export const toUserErrors = (error: DomainError, locale: Locale): UserErrorType[] =>
  error.problems().map((problem) => toUserError(problem, locale));

export const toUserError = (problem: Problem, locale: Locale): UserErrorType => ({
  code: problem.code,
  reason: problem.reason,
  message: translate(problem, locale),
  field: problem.field,
  retryAfter: retryAfterOf(problem),
});

/** Errors that pass by themselves say when, in whole seconds. */
const retryAfterOf = ({ params: { retryAfter } }: Problem): number | undefined =>
  retryAfter === undefined ? undefined : Number(retryAfter);

/** The same as an error of the operation, for fields that have no payload. */
export function toGraphqlError(error: DomainError, locale: Locale): GraphQLError {
  const [first] = toUserErrors(error, locale);
  return new GraphQLError(first?.message ?? error.message, {
    // Left out of the answer where there is nothing to wait for.
    extensions: { code: error.code, reason: error.reason, field: first?.field, retryAfter: first?.retryAfter },
  });
}
