import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { GATEWAY_CONFIG } from '../config.token.js';
import type { GatewayConfig } from '../config.js';
import { ContextFactory } from './context.factory.js';
import { MoneyType } from './money.types.js';
import { NodeRegistry } from './node-registry.js';
import { NodeResolver } from './node.resolver.js';

/** What every context's resolvers need: the context factory and the registry of nodes. */
@Module({ providers: [ContextFactory, NodeRegistry], exports: [ContextFactory, NodeRegistry] })
export class GraphqlContextModule {}

/** The schema, the server and its limits. */
@Module({
  imports: [
    GraphqlContextModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [GraphqlContextModule],
      inject: [ContextFactory, GATEWAY_CONFIG],
      useFactory: (contexts: ContextFactory, config: GatewayConfig): ApolloDriverConfig => ({
        path: '/graphql',
        autoSchemaFile: true,
        sortSchema: false,
        buildSchemaOptions: { orphanedTypes: [MoneyType] },
        introspection: config.GRAPHQL_EXPLORER ?? config.NODE_ENV !== 'production',
        graphiql: false,
        csrfPrevention: true,
        context: (request: FastifyRequest) => contexts.fromRequest(request),
        subscriptions: { 'graphql-ws': true },
      }),
    }),
  ],
  providers: [NodeResolver],
})
export class GraphqlServerModule {}
