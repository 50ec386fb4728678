import { Injectable } from '@nestjs/common';
import { inSpan } from '@moments/platform';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { GraphqlContext } from '../context.js';
import { ErrorPresenter } from './error-presenter.js';
import type { Operation, Variables } from './operation.js';

/** Runs compiled operations; what comes out is ready to be sent. */
@Injectable()
export class Executor {
  constructor(private readonly errors: ErrorPresenter) {}

  /** `root` is what a subscription's event brought; queries and mutations have none. */
  run(
    operation: Operation,
    call: { context: GraphqlContext; variables: Variables | undefined; root?: unknown },
  ): Promise<FormattedExecutionResult> {
    return inSpan(`graphql ${operation.label}`, { 'graphql.operation.name': operation.name }, async () =>
      this.present(await operation.run(call.root, call.context, call.variables), call.context),
    );
  }

  /** Makes a result fit to be sent, and notes its first error's code for the log. */
  present({ data, errors }: ExecutionResult, context: GraphqlContext): FormattedExecutionResult {
    if (!errors || errors.length === 0) return { data };
    this.errors.logAway(errors);
    const shown = errors.map((error) =>
      isInputError(error, data) ? this.errors.badInput(error) : this.errors.present(error, context.viewer.locale),
    );
    context.request.outcome.code ??= shown[0]?.extensions?.code as string | undefined;
    return data === undefined ? { errors: shown } : { data, errors: shown };
  }
}

/** Variables that don't fit belong to no field; an argument that turns out missing has no cause but the client. */
const isInputError = ({ path, originalError, message }: GraphQLError, data: ExecutionResult['data']): boolean =>
  (data === undefined && !path) || (!originalError && message.startsWith('Argument "'));
