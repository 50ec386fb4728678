import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Injectable } from '@nestjs/common';
import { isAnswer, type ObjectAddress, StoreClient } from './store-client.js';

interface StoredPart {
  number: number;
  etag: string;
  sizeBytes: number;
}

/**
 * Objects that come in parts, straight from a client. No call is made inside a database transaction, and none is waited for
 * longer than ten seconds.
 */
@Injectable()
export class MultipartUploads {
  constructor(private readonly store: StoreClient) {}

  /** Opens a multipart upload; gives the store's own upload id. */
  async start(address: ObjectAddress, contentType: string): Promise<string> {
    const { UploadId } = await this.store.client.send(
      new CreateMultipartUploadCommand({ ...this.store.locate(address), ContentType: contentType }),
      this.store.soon(),
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
      ...this.store.locate(address),
      UploadId: part.uploadId,
      PartNumber: part.number,
      ContentLength: part.sizeBytes,
    });
    return getSignedUrl(this.store.presigner, command, {
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
        const page = await this.store.client.send(
          new ListPartsCommand({ ...this.store.locate(address), UploadId: uploadId, PartNumberMarker: marker }),
          this.store.soon(),
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

  /** Makes the object of its parts. A store that is slower than we wait goes on without us: ask again what became of it. */
  async complete(
    address: ObjectAddress,
    uploadId: string,
    parts: readonly { number: number; etag: string }[],
  ): Promise<void> {
    await this.store.client.send(
      new CompleteMultipartUploadCommand({
        ...this.store.locate(address),
        UploadId: uploadId,
        MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
      }),
      this.store.soon(),
    );
  }

  /** Ends an upload and frees its parts; nothing happens when there is none. */
  async abort(address: ObjectAddress, uploadId: string): Promise<void> {
    try {
      await this.store.client.send(
        new AbortMultipartUploadCommand({ ...this.store.locate(address), UploadId: uploadId }),
        this.store.soon(),
      );
    } catch (error) {
      if (!isAnswer(error, 'NoSuchUpload')) throw error;
    }
  }
}
