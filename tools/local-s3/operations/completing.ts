import { createHash } from 'node:crypto';
import { receiveText } from '../body.js';
import { type Checksum, checksumAlgorithms, elementOf, headerOf, joinChecksums } from '../checksums.js';
import { type Conditions, judgeWrite, readConditions } from '../conditions.js';
import { S3Error } from '../errors.js';
import type { S3Request } from '../request.js';
import type { ObjectRecord, PartRecord, UploadRecord } from '../storage/records.js';
import {
  childrenOf,
  expectChildren,
  leaf,
  parseXml,
  requiredInteger,
  requiredText,
  textOf,
  xmlDocument,
  type XmlElement,
} from '../xml.js';
import { type Operation, xmlReply } from './context.js';
import { quoted } from './headers.js';
import { findUpload } from './parts.js';

const maxDocumentBytes = 8 * 1024 * 1024;
const maxParts = 10_000;
const minPartBytes = 5 * 1024 * 1024;

interface NamedPart {
  number: number;
  etag: string;
  /** Checksums by element name, as the client wrote them. */
  checksums: Map<string, string>;
}

export const completeMultipartUpload: Operation = async (context) => {
  const { request, upload: body, now } = context;
  const { bucket, upload } = findUpload(context);
  const named = parseParts(await receiveText(body, maxDocumentBytes));
  const conditions: Conditions = readConditions(request.header);
  let object: ObjectRecord | undefined;
  await bucket.uploads.end(upload, async (parts) => {
    const chosen = choose(named, parts);
    object = assemble(upload.record, chosen, now().toISOString());
    expectAnnounced(request, object);
    await bucket.replace(object, (current) => judgeWrite(conditions, current));
    return chosen;
  });
  const { etag, checksum } = object ?? {};
  return xmlReply(
    xmlDocument(
      'CompleteMultipartUploadResult',
      leaf('Location', `http://${request.header('host') ?? ''}${request.path}`),
      leaf('Bucket', bucket.name),
      leaf('Key', request.key),
      leaf('ETag', etag && quoted(etag)),
      checksum ? leaf(elementOf(checksum.algorithm), checksum.value) + leaf('ChecksumType', checksum.type) : '',
    ),
  );
};

function parseParts(source: string): NamedPart[] {
  const root = parseXml(source, 'CompleteMultipartUpload');
  expectChildren(root, ['Part']);
  const parts = childrenOf(root, 'Part').map(parsePart);
  if (parts.length === 0 || parts.length > maxParts) throw new S3Error('MalformedXML');
  if (parts.some((part, index) => index > 0 && part.number <= (parts[index - 1]?.number ?? 0))) {
    throw new S3Error('InvalidPartOrder');
  }
  return parts;
}

function parsePart(element: XmlElement): NamedPart {
  const names = checksumAlgorithms.map(elementOf);
  expectChildren(element, ['PartNumber', 'ETag', ...names]);
  const checksums = new Map<string, string>();
  for (const name of names) {
    const value = textOf(element, name);
    if (value !== undefined) checksums.set(name, value);
  }
  const etag = requiredText(element, 'ETag')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return { number: requiredInteger(element, 'PartNumber'), etag, checksums };
}

/** The stored parts the client named. Throws InvalidPart, EntityTooSmall. */
function choose(named: NamedPart[], parts: Map<number, PartRecord>): PartRecord[] {
  return named.map(({ number, etag, checksums }, index) => {
    const part = parts.get(number);
    const details = { PartNumber: String(number) };
    if (part?.etag !== etag) throw new S3Error('InvalidPart', undefined, details);
    for (const [name, value] of checksums) {
      const known = part.checksum && elementOf(part.checksum.algorithm) === name;
      if (!known || part.checksum?.value !== value) throw new S3Error('InvalidPart', undefined, details);
    }
    if (index < named.length - 1 && part.sizeBytes < minPartBytes)
      throw new S3Error('EntityTooSmall', undefined, details);
    return part;
  });
}

/** The object made of the parts; its entity tag is the MD5 of their MD5s and says how many they are. */
function assemble(upload: UploadRecord, parts: PartRecord[], modifiedAt: string): ObjectRecord {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return {
    key: upload.key,
    etag: `${createHash('md5').update(digests).digest('hex')}-${parts.length}`,
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    modifiedAt,
    headers: upload.headers,
    segments: parts.map((part) => part.segment),
    checksum: upload.checksum && joinParts(upload.checksum, parts),
  };
}

const joinParts = ({ algorithm, type }: Omit<Checksum, 'value'>, parts: PartRecord[]): Checksum =>
  joinChecksums(
    algorithm,
    type,
    parts.map((part) => ({ value: part.checksum?.value ?? '', sizeBytes: part.sizeBytes })),
  );

/** What the client says about the whole must hold. Throws BadDigest, InvalidRequest. */
function expectAnnounced(request: S3Request, object: ObjectRecord): void {
  for (const algorithm of checksumAlgorithms) {
    const value = request.header(headerOf(algorithm));
    if (value === undefined) continue;
    // With or without the number of parts at the end.
    const held = object.checksum?.algorithm === algorithm ? object.checksum.value : '';
    if (value !== held && value !== held.replace(/-\d+$/, '')) throw new S3Error('BadDigest');
  }
  const size = request.header('x-amz-mp-object-size');
  if (size !== undefined && size !== String(object.sizeBytes)) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${object.sizeBytes}`,
    );
  }
}
