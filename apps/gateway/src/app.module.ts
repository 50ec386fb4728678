import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PlatformModule } from '@moments/platform';
import { GATEWAY_CONFIG } from './config.token.js';
import type { GatewayConfig } from './config.js';
import { ErrorsInterceptor } from './graphql/errors.interceptor.js';
import { GraphqlServerModule } from './graphql/graphql.module.js';
import { RolesGuard } from './graphql/roles.guard.js';
import { HealthController } from './health/health.controller.js';
import { MomentsGraphqlModule } from './moments/moments.graphql-module.js';
import { UploadsGraphqlModule } from './uploads/uploads.graphql-module.js';

@Global()
@Module({})
class ConfigModule {
  static of(config: GatewayConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: GATEWAY_CONFIG, useValue: config }],
      exports: [GATEWAY_CONFIG],
    };
  }
}

/** One module of resolvers per context; the printed schema is made of the same list. */
export const contextModules: Type[] = [MomentsGraphqlModule, UploadsGraphqlModule];

/** The gateway: every context's resolvers over the libs' services. */
@Module({})
export class AppModule {
  static of(config: GatewayConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        PlatformModule.forRoot('gateway', config),
        GraphqlServerModule,
        ...contextModules,
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_GUARD, useClass: RolesGuard },
        { provide: APP_INTERCEPTOR, useClass: ErrorsInterceptor },
      ],
    };
  }
}
