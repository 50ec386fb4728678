import { Injectable } from '@nestjs/common';
import { Unavailable } from '@moments/kernel';
import { Log } from '@moments/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { v7 } from 'uuid';
import { loggedOf, toldOf } from '../../http/errors.js';
import { toGraphqlError } from '../domain-errors.js';
import type { Locale } from '../locale.js';
import { translate } from '../messages/translate.js';

/** What Apollo Server calls an error that nobody gave a code. */
const uncoded = 'INTERNAL_SERVER_ERROR';

/** Decides what of an error leaves the house. */
@Injectable()
export class ErrorPresenter {
  constructor(private readonly log: Log) {}

  /**
   * A domain error says its sentence in the reader's language, a server of ours being away is said to pass, a GraphQL error
   * that carries a code is shown as it is, and anything else is a defect of ours: it is logged under an id, and the id is all
   * that is told. That a server is away is for {@link logAway} to log.
   */
  present(error: GraphQLError, locale: Locale): GraphQLFormattedError {
    const cause = causeOf(error);
    const told = toldOf(cause);
    if (told) return placed(toGraphqlError(told, locale), error);
    const { code } = extensionsOf(error);
    if (typeof code === 'string' && code !== uncoded) return placed(error, error);
    if (isClientsFault(error)) return { ...placed(error, error), extensions: { code: 'BAD_REQUEST' } };
    return this.mask(error, cause, locale);
  }

  /** One line of the log for all fields of an operation that a server of ours was away for, with the cause of the first. */
  logAway(errors: readonly GraphQLError[]): void {
    const away = errors.filter((error) => toldOf(causeOf(error)) instanceof Unavailable);
    const [first] = away;
    if (!first) return;
    const err = loggedOf(causeOf(first));
    this.log.warn({ path: pathOf(first), fields: away.length, err }, 'a server is away');
  }

  /** For what can only be wrong because the client sent it so. */
  badInput({ message, locations, path }: GraphQLError): GraphQLFormattedError {
    return { message, locations, path, extensions: { code: 'BAD_USER_INPUT' } };
  }

  private mask(error: GraphQLError, cause: unknown, locale: Locale): GraphQLFormattedError {
    const errorId = v7();
    this.log.error({ errorId, path: pathOf(error), err: loggedOf(cause) }, 'unexpected error');
    const message = translate(
      { code: 'INVALID_STATE', reason: 'internal', message: 'Something went wrong on our side.', params: {} },
      locale,
    );
    return { message, locations: error.locations, path: error.path, extensions: { code: 'INTERNAL', errorId } };
  }
}

/** What was thrown first, however often it has been wrapped. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** Shown where it happened, without what is meant for the HTTP answer. */
function placed(shown: GraphQLError, where: GraphQLError): GraphQLFormattedError {
  return {
    message: shown.message,
    locations: where.locations,
    path: where.path,
    extensions: { ...extensionsOf(shown), http: undefined },
  };
}

/** Apollo gives some refusals of a request a status of 4xx and no code. */
function isClientsFault(error: GraphQLError): boolean {
  const http = extensionsOf(error).http as { status?: unknown } | undefined;
  return typeof http?.status === 'number' && http.status >= 400 && http.status < 500;
}

const pathOf = ({ path }: GraphQLError): string | undefined => path?.join('.');

/** graphql-jit's errors have none when what was thrown had none, whatever the type says. */
const extensionsOf = ({ extensions }: { extensions?: GraphQLError['extensions'] }): Readonly<Record<string, unknown>> =>
  extensions ?? {};
