import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Log, withRequestContext } from '@moments/platform';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { GraphqlContext } from '../graphql/context.js';
import { ContextFactory } from '../graphql/context.factory.js';
import { Documents } from '../graphql/documents/documents.js';
import { type Operation, operationOf, type Variables } from '../graphql/execution/operation.js';
import { OperationGate } from '../graphql/operation-gate.js';
import { refusal } from '../graphql/refusal.js';
import { toldOf } from '../http/errors.js';
import { countOperation } from '../telemetry/operation-metrics.js';
import { mapEvents } from './map-events.js';
import { paidEvents } from './paid-events.js';

/** An operation that has passed the gate, as graphql-ws hands it back to us. */
export interface SocketCall extends ExecutionArgs {
  contextValue: GraphqlContext;
  operation: Operation;
}

type Result = ExecutionResult | AsyncIterable<ExecutionResult>;

/** Operations that come over a socket: the same documents, gate and executor as over HTTP. */
@Injectable()
export class SocketOperations {
  constructor(
    private readonly schema: GraphQLSchemaHost,
    private readonly contexts: ContextFactory,
    private readonly documents: Documents,
    private readonly gate: OperationGate,
    private readonly log: Log,
  ) {}

  /** What is to be run, in a context of its own; or what is wrong with it. */
  async prepare(viewerOf: GraphqlContext, payload: SubscribePayload): Promise<SocketCall | readonly GraphQLError[]> {
    const contextValue = this.contexts.again(viewerOf);
    try {
      this.gate.refuseWhenSpent(contextValue);
      const text = await this.textOf(payload);
      this.documents.requireAdmissible(text);
      const document = this.documents.read(this.schema.schema, text);
      if (!('kind' in document)) return await this.rejected(contextValue, document);
      const operationName = payload.operationName ?? undefined;
      const operation = operationOf(this.schema.schema, document, operationName);
      if (!operation) return await this.rejected(contextValue, [unknownOperation()]);
      const variableValues = payload.variables ?? undefined;
      await this.gate.charge(operation, variableValues, contextValue);
      return { schema: this.schema.schema, document, operationName, variableValues, contextValue, operation };
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      const told = toldOf(error);
      if (told) return [refusal(told, contextValue.viewer.locale)];
      throw error;
    }
  }

  async execute({ operation, contextValue, variableValues }: SocketCall): Promise<Result> {
    return this.observed(contextValue, async () => operation.run(undefined, contextValue, variables(variableValues)));
  }

  /**
   * Each event is resolved in a context of its own, so that nothing read for the last one is told again, and is paid for
   * like an operation: one subscription may bring thousands.
   */
  async subscribe(call: SocketCall): Promise<Result> {
    const { operation, contextValue } = call;
    return this.observed(contextValue, async () => {
      const source = await createSourceEventStream(call);
      if (!(Symbol.asyncIterator in source)) return source;
      const values = variables(call.variableValues);
      const events = paidEvents(source, () => this.gate.chargeEvent(operation, values, contextValue));
      return mapEvents(events, async (event) => operation.run(event, this.contexts.again(contextValue), values));
    });
  }

  private async textOf({ query, extensions }: SubscribePayload): Promise<string> {
    if (query) return query;
    const persisted = extensions?.persistedQuery as { sha256Hash?: unknown } | undefined;
    const hash = persisted?.sha256Hash;
    const text = typeof hash === 'string' ? await this.documents.persisted.get(`apq:${hash}`) : undefined;
    if (text !== undefined) return text;
    throw new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
  }

  private async rejected(context: GraphqlContext, errors: readonly GraphQLError[]): Promise<readonly GraphQLError[]> {
    await this.gate.chargeRejected(context);
    return errors;
  }

  private async observed(context: GraphqlContext, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const { outcome, id: requestId } = context.request;
    try {
      return await withRequestContext({ requestId }, work);
    } finally {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      countOperation(outcome, { transport: 'socket', seconds: durationMs / 1_000 });
      const { operation, cost } = outcome;
      this.log.log({ requestId, operation, durationMs, cost: cost?.requested }, 'socket operation');
    }
  }
}

const variables = (values: ExecutionArgs['variableValues']): Variables | undefined => values ?? undefined;

const unknownOperation = (): GraphQLError =>
  new GraphQLError('The document has no operation of that name.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
