import { createHmac } from 'node:crypto';

export interface Message {
  readonly id: string;
  readonly sentAt: Date;
  /** The body, byte for byte. */
  readonly body: string;
}

/**
 * The headers of the Standard Webhooks specification (1.0.0): HMAC-SHA256 of `id.timestamp.body`, one signature for each
 * secret that is good.
 */
export function signedHeaders({ id, sentAt, body }: Message, secrets: readonly Buffer[]): Record<string, string> {
  const timestamp = `${Math.floor(sentAt.getTime() / 1_000)}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
