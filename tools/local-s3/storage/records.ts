import { z } from 'zod';
import { checksumAlgorithmSchema, checksumSchema } from '../checksums.js';

/** What the small JSON files beside the data hold. Instants are ISO 8601 strings. */

/** A piece of an object: a file that never changes once it is there. */
const segmentSchema = z.object({ file: z.uuid(), sizeBytes: z.number() });
export type Segment = z.infer<typeof segmentSchema>;

/** What the client wants told with the object: standard headers and its own `x-amz-meta-…`, names in lower case. */
const headersSchema = z.record(z.string(), z.string());

export const objectSchema = z.object({
  key: z.string(),
  /** Without quotes. */
  etag: z.string(),
  sizeBytes: z.number(),
  modifiedAt: z.iso.datetime(),
  headers: headersSchema,
  /** In order. An object uploaded in parts keeps its part files: completing moves no byte. */
  segments: z.array(segmentSchema),
  checksum: checksumSchema.optional(),
});
export type ObjectRecord = z.infer<typeof objectSchema>;

export const partSchema = z.object({
  number: z.number(),
  etag: z.string(),
  sizeBytes: z.number(),
  modifiedAt: z.iso.datetime(),
  segment: segmentSchema,
  checksum: z.object({ algorithm: checksumAlgorithmSchema, value: z.string() }).optional(),
});
export type PartRecord = z.infer<typeof partSchema>;

export const uploadSchema = z.object({
  uploadId: z.string(),
  key: z.string(),
  startedAt: z.iso.datetime(),
  headers: headersSchema,
  checksum: checksumSchema.omit({ value: true }).optional(),
});
export type UploadRecord = z.infer<typeof uploadSchema>;

export const bucketSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** The documents as they were put: they are answered unchanged. */
  policy: z.string().optional(),
  cors: z.string().optional(),
  lifecycle: z.string().optional(),
});
export type BucketRecord = z.infer<typeof bucketSchema>;
