import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../errors.js';
import { type CorsRule, parseCors } from '../cors.js';
import { type LifecycleRule, parseLifecycle } from '../lifecycle.js';
import { parsePolicy, type Policy } from '../policy.js';
import type { Disk } from './disk.js';
import { isMissing, readJson, writeJson } from './files.js';
import { SortedMap } from './keys.js';
import { type BucketRecord, bucketSchema, type ObjectRecord, objectSchema, type Segment } from './records.js';
import { Uploads } from './uploads.js';

/** Files are named by a digest of the key: any key is safe, and a key may be the prefix of another. */
const recordName = (key: string): string => `${createHash('sha256').update(key).digest('hex')}.json`;

/**
 * A bucket: its records in memory for listing and looking up, each mirrored by a JSON file that is replaced atomically.
 * Only one process may have it open.
 */
export class Bucket {
  readonly objects: SortedMap<ObjectRecord>;
  policy: Policy | undefined;
  corsRules: CorsRule[] = [];
  lifecycleRules: LifecycleRule[] = [];

  private constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    public record: BucketRecord,
    objects: ObjectRecord[],
    readonly uploads: Uploads,
  ) {
    this.objects = new SortedMap(objects.map((object) => [object.key, object]));
    this.applySettings();
  }

  static async create(disk: Disk, folder: string, record: BucketRecord): Promise<Bucket> {
    for (const name of ['data', 'objects', 'uploads']) await mkdir(join(folder, name), { recursive: true });
    writeJson(disk.temporaryFolder, join(folder, 'bucket.json'), record);
    return new Bucket(disk, folder, record, [], new Uploads(disk, folder));
  }

  /** Reads a bucket from disk and clears away what a kill left; undefined when the folder holds none. */
  static async open(disk: Disk, folder: string): Promise<Bucket | undefined> {
    const record = await readJson(join(folder, 'bucket.json'), bucketSchema);
    if (!record) return undefined;
    const objects: ObjectRecord[] = [];
    for (const file of await readdir(join(folder, 'objects'))) {
      const object = await readJson(join(folder, 'objects', file), objectSchema);
      if (object) objects.push(object);
      else await rm(join(folder, 'objects', file), { force: true });
    }
    const uploads = new Uploads(disk, folder);
    const files = new Set(objects.flatMap((object) => object.segments.map((segment) => segment.file)));
    await uploads.load(files);
    for (const segment of uploads.segments()) files.add(segment.file);
    await disk.blobs.removeOrphans(join(folder, 'data'), files);
    return new Bucket(disk, folder, record, objects, uploads);
  }

  get name(): string {
    return this.record.name;
  }

  /** Where the segments lie. */
  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /**
   * Puts the record in the place of the old one, if `allows` (told the old one) does not throw; the old bytes go.
   * When it throws, the new bytes are the caller's to discard.
   */
  async replace(
    record: ObjectRecord,
    allows: (current: ObjectRecord | undefined) => void = () => undefined,
  ): Promise<void> {
    await this.disk.mutex.run(`${this.name}/${record.key}`, async () => {
      const current = this.objects.get(record.key);
      allows(current);
      await this.mirror(record);
      this.objects.set(record.key, record);
      if (current) await this.disk.blobs.discard(this.dataFolder, current.segments);
    });
  }

  private async mirror(record: ObjectRecord): Promise<void> {
    try {
      writeJson(this.disk.temporaryFolder, join(this.folder, 'objects', recordName(record.key)), record);
    } catch (error) {
      // The bucket was deleted meanwhile.
      if (isMissing(error)) throw new S3Error('NoSuchBucket');
      throw error;
    }
  }

  /** Deletes the object if it is there and, where given, still the expected one. */
  async remove(key: string, expected?: ObjectRecord): Promise<void> {
    await this.disk.mutex.run(`${this.name}/${key}`, async () => {
      const current = this.objects.get(key);
      if (!current || (expected && current !== expected)) return;
      await rm(join(this.folder, 'objects', recordName(key)), { force: true });
      this.objects.delete(key);
      await this.disk.blobs.discard(this.dataFolder, current.segments);
    });
  }

  read(segments: Segment[], range: { startBytes: number; endBytes: number }): AsyncIterable<Buffer> {
    return this.disk.blobs.read(this.dataFolder, segments, range);
  }

  /** The segments of an object of `source`, once more for an object of this bucket. */
  copySegments(source: Bucket, segments: Segment[]): Promise<Segment[]> {
    return this.disk.blobs.copy(source.dataFolder, segments, this.dataFolder);
  }

  /** Deletes bytes that came to nothing. */
  discard(segments: Segment[]): Promise<void> {
    return this.disk.blobs.discard(this.dataFolder, segments);
  }

  async changeSettings(change: Partial<Pick<BucketRecord, 'policy' | 'cors' | 'lifecycle'>>): Promise<void> {
    await this.disk.mutex.run(`settings of ${this.name}`, async () => {
      const record = { ...this.record, ...change };
      writeJson(this.disk.temporaryFolder, join(this.folder, 'bucket.json'), record);
      this.record = record;
      this.applySettings();
    });
  }

  private applySettings(): void {
    const { policy, cors, lifecycle } = this.record;
    this.policy = policy === undefined ? undefined : parsePolicy(policy, this.name);
    this.corsRules = cors === undefined ? [] : parseCors(cors);
    this.lifecycleRules = lifecycle === undefined ? [] : parseLifecycle(lifecycle);
  }

  async destroy(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
