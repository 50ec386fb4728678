import { Module } from '@nestjs/common';
import { GraphqlContextModule, GraphqlServerModule } from '../graphql/graphql.module.js';
import { SocketOperations } from './socket-operations.js';
import { SocketProtocol } from './socket-protocol.js';
import { SocketServer } from './socket-server.js';
import { SocketSessions } from './socket-sessions.js';

/** Live operations: GraphQL over WebSockets. */
@Module({
  imports: [GraphqlContextModule, GraphqlServerModule],
  providers: [SocketSessions, SocketOperations, SocketProtocol, SocketServer],
})
export class SocketsModule {}
