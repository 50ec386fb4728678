import { type DynamicModule, Global, Module } from '@nestjs/common';
import { LiveNews } from './live-news.js';
import { Redis, REDIS_OPTIONS, type RedisOptions } from './redis.js';

@Global()
@Module({})
export class RedisModule {
  static forRoot(options: RedisOptions): DynamicModule {
    return {
      module: RedisModule,
      providers: [{ provide: REDIS_OPTIONS, useValue: options }, Redis, LiveNews],
      exports: [Redis, LiveNews],
    };
  }
}
