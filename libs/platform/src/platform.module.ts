import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '@moments/kernel';
import type { CommonEnvironment } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { Health } from './health/health.js';
import { HealthServer } from './health/health-server.js';
import { JobsModule } from './jobs/jobs.module.js';
import { RedisModule } from './redis/redis.module.js';
import { Settings } from './settings/settings.js';
import { storageOptionsFrom } from './storage/storage-options.js';
import { StorageModule } from './storage/storage.module.js';
import { Log } from './telemetry/log.js';

/** What every process stands on. Everything is available everywhere: a lib just injects it. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(service: string, environment: CommonEnvironment): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DatabaseModule.forRoot({
          url: environment.DATABASE_URL,
          poolSize: environment.DATABASE_POOL_SIZE,
          serverLimits: environment.DATABASE_SERVER_LIMITS,
          applicationName: service,
        }),
        RedisModule.forRoot({ url: environment.REDIS_URL, prefix: environment.REDIS_PREFIX }),
        StorageModule.forRoot(storageOptionsFrom(environment)),
        JobsModule,
      ],
      providers: [
        { provide: Clock, useClass: SystemClock },
        { provide: Log, useFactory: () => new Log({ service, level: environment.LOG_LEVEL }) },
        Settings,
        Health,
        HealthServer,
      ],
      exports: [Clock, Log, Settings, Health, HealthServer],
    };
  }
}
