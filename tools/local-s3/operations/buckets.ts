import { receiveText } from '../body.js';
import { S3Error } from '../errors.js';
import { element, expectChildren, leaf, parseXml, textOf, xmlDocument } from '../xml.js';
import { noContent, type Operation, xmlReply } from './context.js';

const ownerXml = element('Owner', leaf('ID', 'local'), leaf('DisplayName', 'local'));
const maxDocumentBytes = 64 * 1024;

/** The rules AWS has for names: 3–63 of a–z, 0–9, dot and hyphen, not like an address. */
function expectValidName(name: string): void {
  const valid = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|\.-|-\.|^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!valid) throw new S3Error('InvalidBucketName', undefined, { BucketName: name });
}

export const listBuckets: Operation = async ({ store }) => {
  const buckets = store
    .list()
    .map((bucket) => element('Bucket', leaf('Name', bucket.name), leaf('CreationDate', bucket.record.createdAt)));
  return xmlReply(xmlDocument('ListAllMyBucketsResult', ownerXml, element('Buckets', ...buckets)));
};

export const createBucket: Operation = async ({ store, request, upload, region, now }) => {
  expectValidName(request.bucket);
  const source = await receiveText(upload, maxDocumentBytes);
  if (source !== '') expectRegion(source, region);
  const created = await store.createBucket(request.bucket, now().toISOString());
  if (!created) throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: request.bucket });
  return { status: 200, headers: { location: `/${request.bucket}` } };
};

function expectRegion(source: string, region: string): void {
  const root = parseXml(source, 'CreateBucketConfiguration');
  expectChildren(root, ['LocationConstraint'], ['Location', 'Bucket', 'Tags']);
  const wanted = textOf(root, 'LocationConstraint');
  if (wanted !== undefined && wanted !== '' && wanted !== region) throw new S3Error('InvalidLocationConstraint');
}

export const headBucket: Operation = async ({ store, request, region }) => {
  store.bucket(request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
};

export const deleteBucket: Operation = async ({ store, request }) => {
  await store.deleteBucket(request.bucket);
  return noContent;
};

/** An empty LocationConstraint stands for us-east-1. */
export const getBucketLocation: Operation = async ({ store, request, region }) => {
  store.bucket(request.bucket);
  const text = region === 'us-east-1' ? '' : region;
  return xmlReply(
    `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`,
  );
};
