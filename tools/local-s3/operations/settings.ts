import { receiveText, type Upload } from '../body.js';
import { parseCors } from '../cors.js';
import { S3Error } from '../errors.js';
import { parseLifecycle } from '../lifecycle.js';
import { parsePolicy } from '../policy.js';
import { noContent, type Operation, xmlReply } from './context.js';

const maxPolicyBytes = 20 * 1024;
const maxXmlBytes = 256 * 1024;

// The documents are parsed before they are stored, so that none is ever kept that could not be applied.

export const putPolicy: Operation = async ({ store, request, upload }) => {
  const bucket = store.bucket(request.bucket);
  const policy = await receiveText(upload, maxPolicyBytes);
  parsePolicy(policy, bucket.name);
  await bucket.changeSettings({ policy });
  return noContent;
};

export const getPolicy: Operation = async ({ store, request }) => {
  const { policy } = store.bucket(request.bucket).record;
  if (policy === undefined) throw new S3Error('NoSuchBucketPolicy');
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
};

export const deletePolicy: Operation = async ({ store, request }) => {
  await store.bucket(request.bucket).changeSettings({ policy: undefined });
  return noContent;
};

/** Documents whose loss would matter must come with a digest, as AWS asks for. */
async function receiveChecked(upload: Upload): Promise<string> {
  const { request } = upload;
  const named = request.headerNames().some((name) => name.startsWith('x-amz-checksum-') || name === 'x-amz-trailer');
  if (!named && request.header('content-md5') === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 or a checksum');
  }
  return receiveText(upload, maxXmlBytes);
}

export const putCors: Operation = async ({ store, request, upload }) => {
  const bucket = store.bucket(request.bucket);
  const cors = await receiveChecked(upload);
  parseCors(cors);
  await bucket.changeSettings({ cors });
  return { status: 200 };
};

export const getCors: Operation = async ({ store, request }) => {
  const { cors } = store.bucket(request.bucket).record;
  if (cors === undefined) throw new S3Error('NoSuchCORSConfiguration');
  return xmlReply(cors);
};

export const deleteCors: Operation = async ({ store, request }) => {
  await store.bucket(request.bucket).changeSettings({ cors: undefined });
  return noContent;
};

export const putLifecycle: Operation = async ({ store, request, upload }) => {
  const bucket = store.bucket(request.bucket);
  const lifecycle = await receiveChecked(upload);
  parseLifecycle(lifecycle);
  await bucket.changeSettings({ lifecycle });
  return { status: 200 };
};

export const getLifecycle: Operation = async ({ store, request }) => {
  const { lifecycle } = store.bucket(request.bucket).record;
  if (lifecycle === undefined) throw new S3Error('NoSuchLifecycleConfiguration');
  return xmlReply(lifecycle);
};

export const deleteLifecycle: Operation = async ({ store, request }) => {
  await store.bucket(request.bucket).changeSettings({ lifecycle: undefined });
  return noContent;
};
