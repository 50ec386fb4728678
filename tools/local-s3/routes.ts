import { S3Error } from './errors.js';
import * as buckets from './operations/buckets.js';
import { completeMultipartUpload } from './operations/completing.js';
import type { Operation } from './operations/context.js';
import { copyObject } from './operations/copying.js';
import { deleteObjects } from './operations/deleting.js';
import { listObjects } from './operations/listing.js';
import * as objects from './operations/objects.js';
import * as parts from './operations/parts.js';
import * as settings from './operations/settings.js';
import { listMultipartUploads, listParts } from './operations/uploads.js';
import type { S3Request } from './request.js';

const routes: Partial<Record<string, Operation>> = {
  'GET service': buckets.listBuckets,
  'PUT bucket': buckets.createBucket,
  'HEAD bucket': buckets.headBucket,
  'DELETE bucket': buckets.deleteBucket,
  'GET bucket?location': buckets.getBucketLocation,
  'GET bucket': listObjects,
  'GET bucket?list-type': listObjects,
  'GET bucket?uploads': listMultipartUploads,
  'POST bucket?delete': deleteObjects,
  'PUT bucket?policy': settings.putPolicy,
  'GET bucket?policy': settings.getPolicy,
  'DELETE bucket?policy': settings.deletePolicy,
  'PUT bucket?cors': settings.putCors,
  'GET bucket?cors': settings.getCors,
  'DELETE bucket?cors': settings.deleteCors,
  'PUT bucket?lifecycle': settings.putLifecycle,
  'GET bucket?lifecycle': settings.getLifecycle,
  'DELETE bucket?lifecycle': settings.deleteLifecycle,
  'PUT object': objects.putObject,
  'PUT object copy': copyObject,
  'GET object': objects.getObject,
  'HEAD object': objects.headObject,
  'DELETE object': objects.deleteObject,
  'POST object?uploads': parts.createMultipartUpload,
  'PUT object?uploadId': parts.uploadPart,
  'PUT object?uploadId copy': parts.uploadPartCopy,
  'GET object?uploadId': listParts,
  'POST object?uploadId': completeMultipartUpload,
  'DELETE object?uploadId': parts.abortMultipartUpload,
};

// Parameters that make another operation of the request. One that is not implemented must not fall through to the plain
// one: a PUT of ?acl would overwrite the object.
const subresources = (
  'accelerate acl analytics append attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle ' +
  'list-type location logging metadataTable metrics notification object-lock ownershipControls policy policyStatus ' +
  'publicAccessBlock rename replication requestPayment restore retention select session tagging torrent uploadId uploads ' +
  'versionId versioning versions website'
).split(' ');

const refusedHeaders =
  /^x-amz-(server-side-encryption|copy-source-server-side|object-lock|grant|tagging|website-redirect|write-offset|bypass|security-token|mfa)/;

/** Headers that ask for what is not there are refused: taking them silently would promise what is not kept. */
function expectImplementedHeaders(request: S3Request): void {
  const refused = request.headerNames().find((name) => refusedHeaders.test(name));
  const acl = request.header('x-amz-acl') ?? 'private';
  const storageClass = request.header('x-amz-storage-class') ?? 'STANDARD';
  if (refused !== undefined) throw new S3Error('NotImplemented', undefined, { Header: refused });
  if (acl !== 'private') throw new S3Error('NotImplemented', undefined, { Header: 'x-amz-acl' });
  if (storageClass !== 'STANDARD') throw new S3Error('NotImplemented', undefined, { Header: 'x-amz-storage-class' });
}

/** What a request asks for: 'GET object', 'PUT bucket?policy' … */
export function nameRoute(request: S3Request): string {
  const scope = request.key !== '' ? 'object' : request.bucket !== '' ? 'bucket' : 'service';
  const named = subresources.filter((name) => request.query.has(name));
  if (named.length > 1)
    throw new S3Error('InvalidArgument', `Conflicting query string parameters: ${named.join(', ')}`);
  if (named.length === 0 && request.query.has('partNumber')) {
    throw new S3Error('NotImplemented', 'partNumber is implemented with uploadId only.');
  }
  const copy = request.method === 'PUT' && request.header('x-amz-copy-source') !== undefined ? ' copy' : '';
  return `${request.method} ${scope}${named.length === 1 ? `?${named[0] ?? ''}` : ''}${copy}`;
}

/** The operation of a route. Throws NotImplemented, MethodNotAllowed. */
export function findOperation(request: S3Request, route: string): Operation {
  expectImplementedHeaders(request);
  const operation = routes[route];
  if (operation) return operation;
  throw new S3Error(route.includes('?') || request.method === 'POST' ? 'NotImplemented' : 'MethodNotAllowed');
}
