import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ObjectStorage } from './object-storage.js';
import { STORAGE_OPTIONS, type StorageOptions } from './storage-options.js';

@Global()
@Module({})
export class StorageModule {
  static forRoot(options: StorageOptions): DynamicModule {
    return {
      module: StorageModule,
      providers: [{ provide: STORAGE_OPTIONS, useValue: options }, ObjectStorage],
      exports: [ObjectStorage],
    };
  }
}
