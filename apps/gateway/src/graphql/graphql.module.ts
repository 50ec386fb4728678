import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { Log } from '@moments/platform';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { GATEWAY_CONFIG } from '../config.token.js';
import { explorerIsOpen, type GatewayConfig } from '../config.js';
import { ContextFactory } from './context.factory.js';
import { Documents, parseOptions } from './documents/documents.js';
import { ErrorPresenter } from './execution/error-presenter.js';
import { Executor } from './execution/executor.js';
import { operationsPlugin } from './execution/operations.plugin.js';
import { explorerPlugin } from './explorer.js';
import { CostBudget } from './limits/cost-budget.js';
import { NodeRegistry } from './node-registry.js';
import { NodeResolver } from './node.resolver.js';
import { OperationGate } from './operation-gate.js';
import { closeOwnedTypes } from './owned-types.js';
import { schemaOptions } from './schema.options.js';

const parts = [ContextFactory, NodeRegistry, Documents, CostBudget, ErrorPresenter, Executor, OperationGate];

/** What every context's resolvers need, and what serves operations over HTTP and sockets. */
@Module({ providers: parts, exports: parts })
export class GraphqlContextModule {}

/** The schema and the server that answers it; `limits/` says how much may be asked. */
@Module({
  imports: [
    GraphqlContextModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [GraphqlContextModule],
      inject: [GATEWAY_CONFIG, OperationGate, Executor, Documents, ErrorPresenter, Log],
      useFactory: serverOptions,
    }),
  ],
  providers: [NodeResolver],
  exports: [GraphQLModule],
})
export class GraphqlServerModule {}

function serverOptions(
  config: GatewayConfig,
  gate: OperationGate,
  executor: Executor,
  documents: Documents,
  errors: ErrorPresenter,
  log: Log,
): ApolloDriverConfig {
  const explorer = explorerIsOpen(config);
  return {
    path: '/graphql',
    autoSchemaFile: true,
    buildSchemaOptions: schemaOptions,
    transformSchema: closeOwnedTypes,
    context: (request: FastifyRequest) => gate.open(request),
    introspection: explorer,
    hideSchemaDetailsFromClientErrors: !explorer,
    graphiql: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: { cache: documents.persisted, ttl: null },
    documentStore: documents.store,
    parseOptions,
    validationRules: [...documents.rules],
    // Errors of requests that never got as far as a context; their reader's language is not known.
    formatError: (_formatted, error) => {
      const unread = asGraphqlError(error);
      errors.logAway([unread]);
      return errors.present(unread, 'en');
    },
    logger: {
      debug: (message?: string) => log.debug(message),
      info: (message?: string) => log.debug(message),
      warn: (message?: string) => log.warn(message),
      error: (message?: string) => log.error(message),
    },
    plugins: [
      operationsPlugin({ gate, documents, executor, log }),
      ...(explorer ? [explorerPlugin()] : []),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  };
}

const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
