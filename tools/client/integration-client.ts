import { createHmac, randomUUID } from 'node:crypto';

/** What a call is made with: a bearer key for bulk calls, a secret to sign messages with (Standard Webhooks). */
interface Credentials {
  apiKey: string;
  signingSecret: string;
}

/** What came back, a JSON value per line where it was a stream. */
export interface HttpAnswer {
  status: number;
  body: unknown;
}

/** How a message is sent, when not as always: to send one again, or wrongly. */
export interface MessageOptions {
  id?: string;
  /** `whsec_…` */
  secret?: string;
  contentType?: string;
}

/** Calls `/integration/v1` as the marketplace's other systems do. */
export class IntegrationClient {
  constructor(
    /** `http://…/integration` */
    private readonly url: string,
    private readonly credentials: Credentials,
  ) {}

  /** Sends records as one stream of NDJSON; a record that is text goes out as it is. */
  async stream(path: string, records: readonly (object | string)[]): Promise<HttpAnswer> {
    return call(`${this.url}${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.credentials.apiKey}`, 'content-type': 'application/x-ndjson' },
      body: records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join(''),
    });
  }

  /** Sends one signed message; a body that is text goes out as it is. */
  async tell(path: string, content: object | string, options: MessageOptions = {}): Promise<HttpAnswer> {
    const { id = `msg_${randomUUID()}`, secret = this.credentials.signingSecret, contentType } = options;
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const timestamp = Math.floor(Date.now() / 1_000).toString();
    return call(`${this.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': contentType ?? 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signatureOf({ id, timestamp, body, secret })}`,
      },
      body,
    });
  }
}

/** What a message is signed with, by the Standard Webhooks specification: base64 of HMAC-SHA256. */
export function signatureOf(message: {
  id: string;
  timestamp: string;
  body: string | Uint8Array;
  /** `whsec_…` */
  secret: string;
}): string {
  const secret = Buffer.from(message.secret.replace('whsec_', ''), 'base64');
  const signed = createHmac('sha256', secret).update(`${message.id}.${message.timestamp}.`);
  return signed.update(message.body).digest('base64');
}

async function call(url: string, request: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(url, request);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('ndjson')) {
    const lines = text.split('\n').filter((line) => line !== '');
    return { status: response.status, body: lines.map((line) => JSON.parse(line) as unknown) };
  }
  return { status: response.status, body: type.includes('json') ? (JSON.parse(text) as unknown) : text };
}
