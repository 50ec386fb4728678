import { S3Error } from './errors.js';
import { childOf, expectChildren, parseXml, requiredInteger, requiredText, textOf, type XmlElement } from './xml.js';

export interface LifecycleRule {
  enabled: boolean;
  prefix: string;
  expirationDays: number | undefined;
  abortUploadsAfterDays: number | undefined;
}

const otherActions = ['Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition'];

/** Reads a LifecycleConfiguration of rules by prefix; throws MalformedXML, NotImplemented, InvalidArgument. */
export function parseLifecycle(source: string): LifecycleRule[] {
  const root = parseXml(source, 'LifecycleConfiguration');
  expectChildren(root, ['Rule']);
  if (root.children.length === 0 || root.children.length > 1000) throw new S3Error('MalformedXML');
  return root.children.map(parseRule);
}

function parseRule(element: XmlElement): LifecycleRule {
  const known = ['ID', 'Status', 'Prefix', 'Filter', 'Expiration', 'AbortIncompleteMultipartUpload'];
  expectChildren(element, known, otherActions);
  const status = requiredText(element, 'Status');
  if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML');
  const rule = {
    enabled: status === 'Enabled',
    prefix: parsePrefix(element),
    expirationDays: parseDays(element, 'Expiration', 'Days'),
    abortUploadsAfterDays: parseDays(element, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  };
  if (rule.expirationDays === undefined && rule.abortUploadsAfterDays === undefined) {
    throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule.');
  }
  return rule;
}

function parsePrefix(element: XmlElement): string {
  const filter = childOf(element, 'Filter');
  const prefix = textOf(element, 'Prefix');
  if ((filter === undefined) === (prefix === undefined)) throw new S3Error('MalformedXML');
  if (!filter) return prefix ?? '';
  expectChildren(filter, ['Prefix'], ['And', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']);
  return textOf(filter, 'Prefix') ?? '';
}

function parseDays(element: XmlElement, action: string, unit: string): number | undefined {
  const child = childOf(element, action);
  if (!child) return undefined;
  expectChildren(child, [unit], ['Date', 'ExpiredObjectDeleteMarker']);
  const days = requiredInteger(child, unit);
  if (days < 1) throw new S3Error('InvalidArgument', `'${unit}' for ${action} action must be a positive integer`);
  return days;
}
