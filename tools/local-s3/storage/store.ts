import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../errors.js';
import { type BlobWriter, Blobs } from './blobs.js';
import { Bucket } from './bucket.js';
import type { Disk } from './disk.js';
import { isMissing } from './files.js';
import { compareKeys } from './keys.js';
import { NamedMutex } from './mutex.js';
import { lockFolder } from './owner.js';

/** All buckets in one folder, of which this process is the only owner until `close`. */
export class Store {
  private readonly buckets = new Map<string, Bucket>();

  private constructor(
    private readonly folder: string,
    private readonly disk: Disk,
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Opens the folder, made when absent; throws when another process has it open. */
  static async open(folder: string): Promise<Store> {
    await mkdir(join(folder, 'buckets'), { recursive: true });
    const unlock = await lockFolder(folder);
    const temporaryFolder = join(folder, 'tmp');
    await rm(temporaryFolder, { recursive: true, force: true });
    await mkdir(temporaryFolder);
    const store = new Store(
      folder,
      { blobs: new Blobs(temporaryFolder), mutex: new NamedMutex(), temporaryFolder },
      unlock,
    );
    for (const name of await readdir(join(folder, 'buckets'))) {
      const bucket = await Bucket.open(store.disk, store.folderOf(name));
      if (bucket) store.buckets.set(name, bucket);
    }
    return store;
  }

  close(): Promise<void> {
    return this.unlock();
  }

  private folderOf(bucket: string): string {
    return join(this.folder, 'buckets', bucket);
  }

  list(): Bucket[] {
    return [...this.buckets.values()].sort((a, b) => compareKeys(a.name, b.name));
  }

  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
    return bucket;
  }

  /** False when the bucket is there already. The name must be a valid one: it becomes a folder. */
  createBucket(name: string, createdAt: string): Promise<boolean> {
    return this.disk.mutex.run(`bucket ${name}`, async () => {
      if (this.buckets.has(name)) return false;
      this.buckets.set(name, await Bucket.create(this.disk, this.folderOf(name), { name, createdAt }));
      return true;
    });
  }

  /** Throws NoSuchBucket, BucketNotEmpty. Unfinished uploads go with the bucket. */
  deleteBucket(name: string): Promise<void> {
    return this.disk.mutex.run(`bucket ${name}`, async () => {
      const bucket = this.bucket(name);
      if (bucket.objects.size > 0) throw new S3Error('BucketNotEmpty', undefined, { BucketName: name });
      this.buckets.delete(name);
      await bucket.destroy();
    });
  }

  /** Lets `fill` write a new file, which is removed again unless it comes to be kept. */
  async receive<T>(bucket: Bucket, fill: (writer: BlobWriter) => Promise<T>): Promise<Received<T>> {
    const writer = this.disk.blobs.create();
    try {
      const result = await fill(writer);
      await writer.finish();
      return { result, segment: this.disk.blobs.keep(writer, bucket.dataFolder) };
    } catch (error) {
      await writer.drop();
      // The folder is gone when the bucket was deleted meanwhile.
      throw isMissing(error) ? new S3Error('NoSuchBucket') : error;
    }
  }
}

export interface Received<T> {
  result: T;
  segment: { file: string; sizeBytes: number };
}
