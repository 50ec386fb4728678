import { type ApolloServerPlugin, type GraphQLRequestListener, HeaderMap } from '@apollo/server';
import type { Log } from '@moments/platform';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { loggedOf, toldOf } from '../../http/errors.js';
import type { GraphqlContext } from '../context.js';
import type { Documents } from '../documents/documents.js';
import type { OperationGate } from '../operation-gate.js';
import { refusal } from '../refusal.js';
import type { Executor } from './executor.js';
import { type Operation, operationOf } from './operation.js';

interface Parts {
  gate: OperationGate;
  documents: Documents;
  executor: Executor;
  log: Log;
}

/** Puts our gate before, and our executor in the place of, Apollo Server's own execution. */
export const operationsPlugin = (parts: Parts): ApolloServerPlugin<GraphqlContext> => ({
  requestDidStart: () => Promise.resolve(serve(parts)),
  unexpectedErrorProcessingRequest: ({ error }) => {
    parts.log.error({ err: loggedOf(error) }, 'unexpected error');
    return Promise.resolve();
  },
});

function serve({ gate, documents, executor }: Parts): GraphQLRequestListener<GraphqlContext> {
  let operation: Operation | undefined;
  return {
    validationDidStart(context) {
      // There is no other way to keep a document from the rules that Apollo Server adds.
      Object.assign(context, { document: documents.screened(context.schema, context.document) });
      return Promise.resolve();
    },

    async didResolveOperation({ schema, document, request, contextValue }) {
      operation = operationOf(schema, document, request.operationName);
      if (!operation) return; // Apollo Server says why.
      if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION) throw needsSocket();
      try {
        await gate.charge(operation, request.variables, contextValue);
      } catch (error) {
        const told = toldOf(error);
        throw told ? refusal(told, contextValue.viewer.locale) : error;
      }
    },

    async responseForOperation({ request, contextValue }) {
      if (!operation) return null;
      const result = await executor.run(operation, { context: contextValue, variables: request.variables });
      const status = 'data' in result ? undefined : 400;
      return { http: { status, headers: new HeaderMap() }, body: { kind: 'single', singleResult: result } };
    },

    async didEncounterErrors({ errors, contextValue }) {
      const code = errors[0]?.extensions.code;
      if (typeof code === 'string') contextValue.request.outcome.code = code;
      // Not being known yet is how a persisted document begins.
      if (code !== 'PERSISTED_QUERY_NOT_FOUND') await gate.chargeRejected(contextValue);
    },

    willSendResponse({ response, contextValue }) {
      const { cost } = contextValue.request.outcome;
      if (cost && response.body.kind === 'single') {
        const { singleResult } = response.body;
        singleResult.extensions = { ...singleResult.extensions, cost };
      }
      return Promise.resolve();
    },
  };
}

const needsSocket = (): GraphQLError =>
  new GraphQLError('Subscriptions are served over a WebSocket on this path (subprotocol graphql-transport-ws).', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
