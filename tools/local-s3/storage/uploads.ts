import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../errors.js';
import type { Disk } from './disk.js';
import { readJson, writeJson } from './files.js';
import { type PartRecord, partSchema, type Segment, type UploadRecord, uploadSchema } from './records.js';

/** An upload in parts that is neither completed nor aborted. */
export interface OpenUpload {
  record: UploadRecord;
  parts: Map<number, PartRecord>;
}

/** The uploads of one bucket, each a folder with its record and one file per part. */
export class Uploads {
  private readonly open = new Map<string, OpenUpload>();

  constructor(
    private readonly disk: Disk,
    private readonly bucketFolder: string,
  ) {}

  private folderOf(uploadId: string): string {
    return join(this.bucketFolder, 'uploads', uploadId);
  }

  private get dataFolder(): string {
    return join(this.bucketFolder, 'data');
  }

  /** Reads them from disk. One whose parts belong to an object was completed, and the kill came before its folder went. */
  async load(filesOfObjects: Set<string>): Promise<void> {
    for (const uploadId of await readdir(join(this.bucketFolder, 'uploads'))) {
      const folder = this.folderOf(uploadId);
      const record = await readJson(join(folder, 'upload.json'), uploadSchema);
      const parts = new Map<number, PartRecord>();
      for (const file of await readdir(folder)) {
        const part = file === 'upload.json' ? undefined : await readJson(join(folder, file), partSchema);
        if (part) parts.set(part.number, part);
      }
      const completed = [...parts.values()].some((part) => filesOfObjects.has(part.segment.file));
      if (record && !completed) this.open.set(uploadId, { record, parts });
      else await rm(folder, { recursive: true, force: true });
    }
  }

  segments(): Segment[] {
    return this.all().flatMap((upload) => [...upload.parts.values()].map((part) => part.segment));
  }

  all(): OpenUpload[] {
    return [...this.open.values()];
  }

  async start(record: Omit<UploadRecord, 'uploadId'>): Promise<UploadRecord> {
    const uploadId = randomBytes(24).toString('base64url');
    const upload = { ...record, uploadId };
    await mkdir(this.folderOf(uploadId));
    writeJson(this.disk.temporaryFolder, join(this.folderOf(uploadId), 'upload.json'), upload);
    this.open.set(uploadId, { record: upload, parts: new Map() });
    return upload;
  }

  /** Throws NoSuchUpload, also when the id belongs to another key. */
  find(uploadId: string, key: string): OpenUpload {
    const upload = this.open.get(uploadId);
    if (upload?.record.key !== key) throw new S3Error('NoSuchUpload');
    return upload;
  }

  /** Takes a part in; one of the same number is replaced. Throws NoSuchUpload when the upload ended meanwhile. */
  async putPart(upload: OpenUpload, part: PartRecord): Promise<void> {
    const { uploadId, key } = upload.record;
    await this.disk.mutex.run(uploadId, async () => {
      this.find(uploadId, key);
      writeJson(this.disk.temporaryFolder, join(this.folderOf(uploadId), `${part.number}.json`), part);
      const current = upload.parts.get(part.number);
      upload.parts.set(part.number, part);
      if (current) await this.disk.blobs.discard(this.dataFolder, [current.segment]);
    });
  }

  /** Ends the upload after `commit`, told its parts, has taken over the ones it returns; the others are deleted. */
  async end(upload: OpenUpload, commit: (parts: Map<number, PartRecord>) => Promise<PartRecord[]>): Promise<void> {
    const { uploadId, key } = upload.record;
    await this.disk.mutex.run(uploadId, async () => {
      this.find(uploadId, key);
      const taken = new Set(await commit(upload.parts));
      this.open.delete(uploadId);
      await rm(this.folderOf(uploadId), { recursive: true, force: true });
      const left = [...upload.parts.values()].filter((part) => !taken.has(part));
      await this.disk.blobs.discard(
        this.dataFolder,
        left.map((part) => part.segment),
      );
    });
  }
}
