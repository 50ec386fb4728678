import 'reflect-metadata';
import { type INestApplicationContext, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AttributionModule } from '@moments/attribution';
import { CatalogModule } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { MediaModule } from '@moments/media';
import { OpenStrikesModule } from '@moments/moderation';
import { MomentsModule } from '@moments/moments';
import { NotificationsModule } from '@moments/notifications';
import { PlatformModule } from '@moments/platform';
import { RewardsModule } from '@moments/rewards';
import { SocialModule } from '@moments/social';
import type { CliConfig } from './config.js';

/** The libs whose services operators use. */
@Module({})
class OperatorModule {
  static of(config: CliConfig, more: readonly (DynamicModule | Type)[]): DynamicModule {
    return {
      module: OperatorModule,
      imports: [
        PlatformModule.forRoot('cli', { ...config, LOG_LEVEL: 'warn', DATABASE_POOL_SIZE: 4 }),
        AttributionModule,
        CatalogModule,
        IdentityModule,
        LedgerModule,
        MediaModule,
        MomentsModule,
        NotificationsModule,
        OpenStrikesModule,
        RewardsModule,
        SocialModule,
        ...more,
      ],
    };
  }
}

/** Runs `work` over the product's services, with `more` beside them, and closes every connection afterwards. */
export async function withServices<Result>(
  config: CliConfig,
  work: (app: INestApplicationContext) => Promise<Result>,
  more: readonly (DynamicModule | Type)[] = [],
): Promise<Result> {
  const app = await NestFactory.createApplicationContext(OperatorModule.of(config, more), {
    // What goes wrong is thrown, and told once by whoever runs the command.
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
