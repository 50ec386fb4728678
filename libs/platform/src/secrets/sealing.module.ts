import { type DynamicModule, Module } from '@nestjs/common';
import { SealedColumns } from './sealed-columns.js';
import { Sealing, SEALING_OPTIONS, type SealingOptions } from './sealing.js';

/** Registered once by the apps whose work needs it, available everywhere. */
@Module({})
export class SealingModule {
  static forRoot(options: SealingOptions): DynamicModule {
    return {
      module: SealingModule,
      global: true,
      providers: [{ provide: SEALING_OPTIONS, useValue: options }, Sealing, SealedColumns],
      exports: [Sealing, SealedColumns],
    };
  }
}
