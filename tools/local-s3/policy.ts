import { z } from 'zod';
import { S3Error } from './errors.js';

/** What anybody may read: single keys and key prefixes. */
export interface Policy {
  keys: string[];
  prefixes: string[];
}

const oneOrMany = z.union([z.string().transform((value) => [value]), z.array(z.string()).min(1)]);

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.string(), z.strictObject({ AWS: oneOrMany })]),
  Action: oneOrMany,
  Resource: oneOrMany,
  Condition: z.unknown().optional(),
});

const policySchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((statement) => [statement]), z.array(statementSchema).min(1)]),
});

/**
 * Reads a policy that lets everybody s3:GetObject on keys or prefixes of this bucket. Throws MalformedPolicy when it is
 * not a policy, NotImplemented when it is one that says anything else: half-understood rights would be wrong rights.
 */
export function parsePolicy(source: string, bucket: string): Policy {
  const parsed = policySchema.safeParse(parseJson(source));
  if (!parsed.success)
    throw new S3Error('MalformedPolicy', `The policy is not valid: ${z.prettifyError(parsed.error)}`);
  const policy: Policy = { keys: [], prefixes: [] };
  for (const statement of parsed.data.Statement) {
    expectPublicRead(statement);
    for (const resource of statement.Resource) addResource(policy, resource, bucket);
  }
  return policy;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new S3Error('MalformedPolicy', 'Policies must be valid JSON.');
  }
}

function expectPublicRead(statement: z.infer<typeof statementSchema>): void {
  const principal = typeof statement.Principal === 'string' ? [statement.Principal] : statement.Principal.AWS;
  const isPublicRead =
    statement.Effect === 'Allow' &&
    statement.Condition === undefined &&
    principal.every((each) => each === '*') &&
    statement.Action.every((each) => each === 's3:GetObject');
  if (!isPublicRead)
    throw new S3Error('NotImplemented', 'Only Allow, Principal *, s3:GetObject without conditions is implemented.');
}

function addResource(policy: Policy, resource: string, bucket: string): void {
  const start = `arn:aws:s3:::${bucket}/`;
  if (!resource.startsWith(start)) throw new S3Error('MalformedPolicy', 'Policy has invalid resource.');
  const key = resource.slice(start.length);
  const isPrefix = key.endsWith('*');
  const text = isPrefix ? key.slice(0, -1) : key;
  if (/[*?$]/.test(text))
    throw new S3Error('NotImplemented', 'A wildcard is implemented at the end of a resource only.');
  if (!isPrefix && text === '') throw new S3Error('MalformedPolicy', 'Action does not apply to any resource.');
  (isPrefix ? policy.prefixes : policy.keys).push(text);
}

/** Whether a caller without a signature may read the key. */
export const allowsReading = (policy: Policy | undefined, key: string): boolean =>
  policy !== undefined && (policy.keys.includes(key) || policy.prefixes.some((prefix) => key.startsWith(prefix)));
