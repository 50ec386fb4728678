import { type DynamicModule, Module } from '@nestjs/common';
import { ClickLimiting } from './click-limiting.js';
import type { ClickOptions } from './click.options.js';
import { CLICK_OPTIONS, ClickSigning } from './click-signing.js';
import { ClicksService } from './clicks.service.js';

/** Opening cards, and knowing their clicks again: for who holds the secret. Registered once, available everywhere. */
@Module({})
export class ClicksModule {
  static forRoot(options: ClickOptions): DynamicModule {
    return {
      module: ClicksModule,
      global: true,
      providers: [{ provide: CLICK_OPTIONS, useValue: options }, ClickLimiting, ClickSigning, ClicksService],
      exports: [ClickSigning, ClicksService],
    };
  }
}
