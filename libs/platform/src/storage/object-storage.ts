import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createClient } from './client.js';
import { STORAGE_OPTIONS, type StorageOptions } from './storage-options.js';

/** Which of the two buckets: `uploads` is private to us, `media` is what the world reads. */
export type Bucket = 'uploads' | 'media';

export interface ObjectAddress {
  bucket: Bucket;
  key: string;
}

export interface StoredPart {
  number: number;
  etag: string;
  sizeBytes: number;
}

const listPageSize = 1_000;
// What somebody waits for: the tries of the client one after the other would take minutes.
const answerMs = 10_000;

/** Our objects in any S3-compatible store. No call is made inside a database transaction. */
@Injectable()
export class ObjectStorage implements OnApplicationShutdown {
  private readonly client: S3Client;
  /** Signs for the address that clients use; it never sends anything. */
  private readonly presigner: S3Client;

  constructor(@Inject(STORAGE_OPTIONS) private readonly options: StorageOptions) {
    this.client = createClient(options);
    this.presigner = createClient({ ...options, endpoint: options.publicEndpoint ?? options.endpoint });
  }

  /** The address under which the world reads an object of the media bucket. */
  publicUrl(key: string): string {
    return `${this.options.mediaBaseUrl.replace(/\/$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** Opens a multipart upload; gives the store's own upload id. */
  async startMultipart(address: ObjectAddress, contentType: string): Promise<string> {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...this.locate(address), ContentType: contentType }),
      this.soon(),
    );
    if (!UploadId) throw new Error('the store gave no upload id');
    return UploadId;
  }

  /** A URL that admits one PUT of exactly `sizeBytes` bytes as that part, until it expires. */
  async presignPart(
    address: ObjectAddress,
    part: { uploadId: string; number: number; sizeBytes: number; expiresInSeconds: number },
  ): Promise<string> {
    const command = new UploadPartCommand({
      ...this.locate(address),
      UploadId: part.uploadId,
      PartNumber: part.number,
      ContentLength: part.sizeBytes,
    });
    return getSignedUrl(this.presigner, command, {
      expiresIn: part.expiresInSeconds,
      // Signed, so that the store refuses a body of another length.
      unhoistableHeaders: new Set(['content-length']),
      signableHeaders: new Set(['host', 'content-length']),
    });
  }

  /** Every part that has arrived, in order; `undefined` when the store does not know the upload (any more). */
  async listParts(address: ObjectAddress, uploadId: string): Promise<StoredPart[] | undefined> {
    const parts: StoredPart[] = [];
    let marker: string | undefined;
    try {
      do {
        const page = await this.client.send(
          new ListPartsCommand({ ...this.locate(address), UploadId: uploadId, PartNumberMarker: marker }),
          this.soon(),
        );
        for (const part of page.Parts ?? []) {
          parts.push({ number: part.PartNumber ?? 0, etag: part.ETag ?? '', sizeBytes: part.Size ?? 0 });
        }
        marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
      } while (marker);
      return parts;
    } catch (error) {
      if (isAnswer(error, 'NoSuchUpload')) return undefined;
      throw error;
    }
  }

  async completeMultipart(
    address: ObjectAddress,
    uploadId: string,
    parts: readonly { number: number; etag: string }[],
  ): Promise<void> {
    await this.client.send(
      new CompleteMultipartUploadCommand({
        ...this.locate(address),
        UploadId: uploadId,
        MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
      }),
    );
  }

  /** Ends an upload and frees its parts; nothing happens when there is none. */
  async abortMultipart(address: ObjectAddress, uploadId: string): Promise<void> {
    try {
      await this.client.send(new AbortMultipartUploadCommand({ ...this.locate(address), UploadId: uploadId }));
    } catch (error) {
      if (!isAnswer(error, 'NoSuchUpload')) throw error;
    }
  }

  /** Size of an object in bytes; `undefined` when there is none. */
  async sizeOf(address: ObjectAddress): Promise<number | undefined> {
    try {
      return (await this.client.send(new HeadObjectCommand(this.locate(address)), this.soon())).ContentLength;
    } catch (error) {
      if (isAnswer(error, 'NotFound') || isAnswer(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  /** The bytes `from`..`to` (both included) of an object; fewer when it is shorter. */
  async readRange(address: ObjectAddress, from: number, to: number): Promise<Uint8Array> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ ...this.locate(address), Range: `bytes=${from}-${to}` }),
        this.soon(),
      );
      return Body ? await Body.transformToByteArray() : new Uint8Array();
    } catch (error) {
      // It ends before `from`.
      if (isAnswer(error, 'InvalidRange')) return new Uint8Array();
      throw error;
    }
  }

  /** The whole object as a stream; whoever asks for it reads it to its end or destroys it. */
  async read(address: ObjectAddress, signal?: AbortSignal): Promise<Readable> {
    const { Body } = await this.client.send(new GetObjectCommand(this.locate(address)), { abortSignal: signal });
    if (!(Body instanceof Readable)) throw new Error('the store gave no body');
    return Body;
  }

  /** Puts a file of this machine into the store. */
  async putFile(
    address: ObjectAddress,
    file: string,
    headers: { contentType: string; cacheControl?: string },
  ): Promise<void> {
    const { size } = await stat(file);
    const content = createReadStream(file);
    try {
      await this.client.send(
        new PutObjectCommand({
          ...this.locate(address),
          Body: content,
          ContentLength: size,
          ContentType: headers.contentType,
          CacheControl: headers.cacheControl,
        }),
      );
    } finally {
      content.destroy();
    }
  }

  /** Puts a few bytes into the store. */
  async put(address: ObjectAddress, content: Uint8Array, contentType: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        ...this.locate(address),
        Body: content,
        ContentLength: content.length,
        ContentType: contentType,
      }),
    );
  }

  /** A URL that lets whoever has it read an object, until it expires; browsers save it under `fileName`. */
  presignRead(
    address: ObjectAddress,
    { fileName, expiresInSeconds }: { fileName: string; expiresInSeconds: number },
  ): Promise<string> {
    const command = new GetObjectCommand({
      ...this.locate(address),
      ResponseContentDisposition: `attachment; filename="${fileName}"`,
    });
    return getSignedUrl(this.presigner, command, { expiresIn: expiresInSeconds });
  }

  /** Keys under a prefix, page by page. */
  async *list(bucket: Bucket, prefix: string): AsyncGenerator<{ key: string; modifiedAt: Date }> {
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucketName(bucket), Prefix: prefix, ContinuationToken: token }),
      );
      for (const object of page.Contents ?? []) {
        if (object.Key) yield { key: object.Key, modifiedAt: object.LastModified ?? new Date(0) };
      }
      token = page.NextContinuationToken;
    } while (token);
  }

  /** Deletes objects; those that are gone already are no error. */
  async delete(bucket: Bucket, keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += listPageSize) {
      const batch = keys.slice(start, start + listPageSize);
      const { Errors } = await this.client.send(
        new DeleteObjectsCommand({
          Bucket: this.bucketName(bucket),
          Delete: { Objects: batch.map((Key) => ({ Key })), Quiet: true },
        }),
      );
      if (Errors?.length) throw new Error(`the store kept ${Errors.length} objects: ${Errors[0]?.Code ?? ''}`);
    }
  }

  /** Deletes everything under a prefix; the prefix must not be empty, for that is the whole bucket. */
  async deleteUnder(bucket: Bucket, prefix: string): Promise<void> {
    if (prefix === '') throw new RangeError('no prefix to delete under');
    let keys: string[] = [];
    for await (const { key } of this.list(bucket, prefix)) {
      keys.push(key);
      if (keys.length < listPageSize) continue;
      await this.delete(bucket, keys);
      keys = [];
    }
    if (keys.length > 0) await this.delete(bucket, keys);
  }

  onApplicationShutdown(): void {
    this.client.destroy();
    this.presigner.destroy();
  }

  private bucketName(bucket: Bucket): string {
    return bucket === 'uploads' ? this.options.uploadsBucket : this.options.mediaBucket;
  }

  private soon(): { abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(this.options.answerMs ?? answerMs) };
  }

  private locate({ bucket, key }: ObjectAddress): { Bucket: string; Key: string } {
    return { Bucket: this.bucketName(bucket), Key: key };
  }
}

// By name: which errors have a class of their own differs from one operation of the SDK to the next.
const isAnswer = (error: unknown, name: string): boolean => error instanceof S3ServiceException && error.name === name;
