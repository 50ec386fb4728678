import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { codeOf, type World } from './testing.js';

/** Begins an upload in parts; `more` of the command that begins it. */
export async function beginUpload({ s3, bucket }: Pick<World, 's3' | 'bucket'>, key: string, more: object = {}) {
  const at = { Bucket: bucket, Key: key };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at, ...more }));
  const upload = { ...at, UploadId };
  return {
    ...upload,
    put: (PartNumber: number, Body: Buffer, headers: object = {}) =>
      s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...headers })),
    complete: (Parts: CompletedPart[], headers: object = {}) =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...headers })),
    abort: () => s3.send(new AbortMultipartUploadCommand(upload)),
    list: (paging: object = {}) => s3.send(new ListPartsCommand({ ...upload, ...paging })),
    get: async (Range?: string) => {
      const found = await s3.send(new GetObjectCommand({ ...at, Range }));
      return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
    },
    exists: async () => (await codeOf(s3.send(new HeadObjectCommand(at)))) === 'no error',
  };
}
