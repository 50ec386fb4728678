import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { World } from './testing.js';

/** What is done with the objects of a world's bucket, in short words. */
export const objectsIn = (world: () => World) => {
  const at = (Key: string) => ({ Bucket: world().bucket, Key });
  const get = (Key: string, more: object = {}) => world().s3.send(new GetObjectCommand({ ...at(Key), ...more }));
  return {
    put: (Key: string, Body: string | Buffer, more: object = {}) =>
      world().s3.send(new PutObjectCommand({ ...at(Key), Body, ...more })),
    get,
    head: (Key: string, more: object = {}) => world().s3.send(new HeadObjectCommand({ ...at(Key), ...more })),
    textOf: async (Key: string): Promise<string> => (await (await get(Key)).Body?.transformToString()) ?? '',
  };
};
