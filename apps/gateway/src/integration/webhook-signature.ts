import { minutes, seconds } from '@moments/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignatureMissing, SignatureStale, SignatureWrong } from './integration.errors.js';

/** A request as it arrived, to the byte. */
export interface SignedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of whoever sent it. */
  readonly address: string;
}

export interface SignatureRules {
  /** Any of them may have signed. */
  readonly secrets: readonly Buffer[];
  readonly now: Date;
}

const toleranceMs = minutes(5);
const idPattern = /^[\x21-\x7e]{1,200}$/;
const timestampPattern = /^\d{1,12}$/;
// A sender that rotates its secrets signs with each of them; more than that is work for nothing.
const mostSignatures = 10;

/**
 * Verifies a message by the Standard Webhooks specification (HMAC-SHA-256 over `id.timestamp.body`, scheme `v1`) and gives
 * its id. Throws `SignatureMissing`, `SignatureWrong`, `SignatureStale`.
 */
export function verifySignature(
  { headers, body }: Omit<SignedRequest, 'address'>,
  { secrets, now }: SignatureRules,
): string {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signatures = single(headers['webhook-signature']);
  if (!id || !timestamp || !signatures) throw new SignatureMissing();
  if (!idPattern.test(id) || !timestampPattern.test(timestamp)) throw new SignatureWrong();

  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(signed).digest());
  const given = signatures.split(' ').slice(0, mostSignatures).flatMap(readSignature);
  if (!given.some((signature) => expected.some((right) => isSame(signature, right)))) throw new SignatureWrong();
  // Only after the signature: a stranger learns nothing of our clock.
  if (Math.abs(now.getTime() - seconds(Number(timestamp))) > toleranceMs) throw new SignatureStale();
  return id;
}

/** Signatures of other schemes are passed over, as the specification has it. */
function readSignature(text: string): Buffer[] {
  const [scheme, signature = ''] = text.split(',');
  return scheme === 'v1' ? [Buffer.from(signature, 'base64')] : [];
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const single = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
