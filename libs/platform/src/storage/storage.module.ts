import { type DynamicModule, Global, Module } from '@nestjs/common';
import { MultipartUploads } from './multipart-uploads.js';
import { ObjectStorage } from './object-storage.js';
import { STORAGE_OPTIONS, type StorageOptions } from './storage-options.js';
import { StoreClient } from './store-client.js';

@Global()
@Module({})
export class StorageModule {
  static forRoot(options: StorageOptions): DynamicModule {
    return {
      module: StorageModule,
      providers: [{ provide: STORAGE_OPTIONS, useValue: options }, StoreClient, ObjectStorage, MultipartUploads],
      exports: [ObjectStorage, MultipartUploads],
    };
  }
}
