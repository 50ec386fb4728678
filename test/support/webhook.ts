import { randomUUID } from 'node:crypto';
import { signatureOf } from '../../tools/client/integration-client.js';

export interface Delivery {
  /** `whsec_…` */
  secret: string;
  body: unknown;
  /** The same for a delivery that is sent again. */
  id?: string;
  sentAt?: Date;
  headers?: Readonly<Record<string, string>>;
}

/** POSTs a message signed as Standard Webhooks has it; a body that is text or bytes goes out as it is. */
export async function deliver(
  url: string,
  delivery: Delivery,
): Promise<{ status: number; type: string; answer: unknown }> {
  const { secret, id = `msg_${randomUUID()}`, sentAt = new Date(), headers } = delivery;
  const body = bytesOf(delivery.body);
  const timestamp = `${Math.floor(sentAt.getTime() / 1_000)}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signatureOf({ id, timestamp, body, secret })}`,
      ...headers,
    },
    body,
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, answer: type.includes('json') ? JSON.parse(text) : text };
}

function bytesOf(body: unknown): Buffer<ArrayBuffer> {
  if (Buffer.isBuffer(body)) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
