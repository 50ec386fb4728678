import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from './database.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

export interface DatabaseOptions {
  url: string;
  poolSize: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Whether the server ends statements and idle transactions after a while; true when left out. */
  serverLimits?: boolean;
}

// How long a caller waits for a free connection before it is told, instead of for ever.
const connectTimeoutMs = 10_000;
// A transaction holds its locks while it waits; who does nothing in it for so long has lost it.
const idleInTransactionMs = 60_000;
// What takes longer has gone astray and would keep a connection from everybody. Postgres ends the statement itself; the
// second limit is for a server that does not answer at all.
const statementMs = 30_000;
const answerMs = 40_000;

/** TypeORM over node-postgres; each lib brings its entities with `TypeOrmModule.forFeature`. The schema is the migrations' alone. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    const typeOrm = TypeOrmModule.forRoot({
      type: 'postgres',
      url: options.url,
      poolSize: options.poolSize,
      applicationName: options.applicationName,
      autoLoadEntities: true,
      synchronize: false,
      migrationsRun: false,
      namingStrategy: new SnakeNamingStrategy(),
      retryAttempts: 3,
      retryDelay: 1_000,
      logging: false,
      connectTimeoutMS: connectTimeoutMs,
      extra: {
        keepAlive: true,
        ...(options.serverLimits === false
          ? {}
          : { idle_in_transaction_session_timeout: idleInTransactionMs, statement_timeout: statementMs }),
        query_timeout: answerMs,
      },
    });
    return { module: DatabaseModule, imports: [typeOrm], providers: [Database], exports: [Database, typeOrm] };
  }
}
