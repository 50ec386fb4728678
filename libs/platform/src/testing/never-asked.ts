import { DataSource } from 'typeorm';
import { Database } from '../database/index.js';
import { MultipartUploads, ObjectStorage } from '../storage/index.js';
import { StoreClient } from '../storage/store-client.js';

/** A database without a connection, for a real service whose answers a test makes up. */
export const databaseNeverAsked = (): Database => new Database(new DataSource({ type: 'postgres' }));

const storeNeverReached = (): StoreClient =>
  new StoreClient({
    ...{ endpoint: 'http://127.0.0.1:9', region: 'us-east-1', accessKeyId: 'x', secretAccessKey: 'x' },
    ...{ uploadsBucket: 'uploads', mediaBucket: 'media', mediaBaseUrl: 'http://127.0.0.1:9/media' },
  });

/** A store that nobody reaches, for the same. */
export const storageNeverAsked = (): ObjectStorage => new ObjectStorage(storeNeverReached());
export const uploadsNeverAsked = (): MultipartUploads => new MultipartUploads(storeNeverReached());
