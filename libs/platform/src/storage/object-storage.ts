import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Bucket, isAnswer, type ObjectAddress, StoreClient } from './store-client.js';

const listPageSize = 1_000;

/**
 * Our objects in any S3-compatible store. No call is made inside a database transaction, and none waits for ever: what somebody
 * waits for takes ten seconds at most, what a job does a minute and what its bytes need.
 */
@Injectable()
export class ObjectStorage {
  constructor(private readonly store: StoreClient) {}

  /** The address under which the world reads an object of the media bucket. */
  publicUrl(key: string): string {
    const { mediaBaseUrl } = this.store.options;
    return `${mediaBaseUrl.replace(/\/$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** Size of an object in bytes; `undefined` when there is none. */
  async sizeOf(address: ObjectAddress): Promise<number | undefined> {
    try {
      const head = new HeadObjectCommand(this.store.locate(address));
      return (await this.store.client.send(head, this.store.soon())).ContentLength;
    } catch (error) {
      if (isAnswer(error, 'NotFound') || isAnswer(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  /** The bytes `from`..`to` (both included) of an object; fewer when it is shorter. */
  async readRange(address: ObjectAddress, from: number, to: number): Promise<Uint8Array> {
    try {
      const { Body } = await this.store.client.send(
        new GetObjectCommand({ ...this.store.locate(address), Range: `bytes=${from}-${to}` }),
        this.store.soon(),
      );
      return Body ? await Body.transformToByteArray() : new Uint8Array();
    } catch (error) {
      // It ends before `from`.
      if (isAnswer(error, 'InvalidRange')) return new Uint8Array();
      throw error;
    }
  }

  /**
   * The whole object as a stream; whoever asks for it reads it to its end or destroys it. It begins within a minute; how long
   * it lasts is for the signal to say.
   */
  async read(address: ObjectAddress, signal?: AbortSignal): Promise<Readable> {
    const get = new GetObjectCommand(this.store.locate(address));
    const ending = new AbortController();
    const { abortSignal: late } = this.store.inTime();
    const end = () => ending.abort(late.reason);
    late.addEventListener('abort', end, { once: true });
    try {
      const abortSignal = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]);
      const { Body } = await this.store.client.send(get, { abortSignal });
      if (!(Body instanceof Readable)) throw new Error('the store gave no body');
      return Body;
    } finally {
      late.removeEventListener('abort', end);
    }
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
      await this.store.client.send(
        new PutObjectCommand({
          ...this.store.locate(address),
          Body: content,
          ContentLength: size,
          ContentType: headers.contentType,
          CacheControl: headers.cacheControl,
        }),
        this.store.inTime(size),
      );
    } finally {
      content.destroy();
    }
  }

  /** Puts a few bytes into the store. */
  async put(address: ObjectAddress, content: Uint8Array, contentType: string): Promise<void> {
    await this.store.client.send(
      new PutObjectCommand({
        ...this.store.locate(address),
        Body: content,
        ContentLength: content.length,
        ContentType: contentType,
      }),
      this.store.inTime(content.length),
    );
  }

  /** A URL that lets whoever has it read an object, until it expires; browsers save it under `fileName`. */
  presignRead(
    address: ObjectAddress,
    { fileName, expiresInSeconds }: { fileName: string; expiresInSeconds: number },
  ): Promise<string> {
    const command = new GetObjectCommand({
      ...this.store.locate(address),
      ResponseContentDisposition: `attachment; filename="${fileName}"`,
    });
    return getSignedUrl(this.store.presigner, command, { expiresIn: expiresInSeconds });
  }

  /** Keys under a prefix, page by page. */
  async *list(bucket: Bucket, prefix: string): AsyncGenerator<{ key: string; modifiedAt: Date }> {
    let token: string | undefined;
    do {
      const page = await this.store.client.send(
        new ListObjectsV2Command({ Bucket: this.store.bucketName(bucket), Prefix: prefix, ContinuationToken: token }),
        this.store.inTime(),
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
      const { Errors } = await this.store.client.send(
        new DeleteObjectsCommand({
          Bucket: this.store.bucketName(bucket),
          Delete: { Objects: batch.map((Key) => ({ Key })), Quiet: true },
        }),
        this.store.inTime(),
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
}
