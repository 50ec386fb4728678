import { receiveText } from '../body.js';
import { S3Error } from '../errors.js';
import { childrenOf, element, expectChildren, leaf, parseXml, requiredText, textOf, xmlDocument } from '../xml.js';
import { type Operation, xmlReply } from './context.js';

const maxDocumentBytes = 8 * 1024 * 1024;
const maxKeys = 1000;

/** Deletes up to 1000 keys; the document must come with a digest. */
export const deleteObjects: Operation = async ({ store, request, upload }) => {
  const bucket = store.bucket(request.bucket);
  const hasDigest = request
    .headerNames()
    .some((name) => name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-'));
  if (!hasDigest) throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
  const root = parseXml(await receiveText(upload, maxDocumentBytes), 'Delete');
  expectChildren(root, ['Object', 'Quiet']);
  const keys = childrenOf(root, 'Object').map((object) => {
    expectChildren(object, ['Key'], ['VersionId', 'ETag', 'LastModifiedTime', 'Size']);
    return requiredText(object, 'Key');
  });
  if (keys.length === 0 || keys.length > maxKeys || keys.includes('')) throw new S3Error('MalformedXML');
  for (const key of keys) await bucket.remove(key);
  const quiet = textOf(root, 'Quiet')?.trim() === 'true';
  const deleted = quiet ? [] : keys.map((key) => element('Deleted', leaf('Key', key)));
  return xmlReply(xmlDocument('DeleteResult', ...deleted));
};
