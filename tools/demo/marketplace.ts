import { createHmac, randomUUID } from 'node:crypto';
import type { IntegrationCredentials } from '../stack/run-file.js';

/** Something that happened to a line of an order, as `POST /integration/v1/purchases` wants it told. */
export type OrderEvent = Readonly<Record<string, unknown>>;

/** Plays the marketplace's other systems: everything that it knows of goes through the integration API. */
export class Marketplace {
  constructor(
    private readonly integrationUrl: string,
    private readonly credentials: IntegrationCredentials,
  ) {}

  /** Sends records of `sellers` or `products` as one stream. Throws unless every one of them goes in. */
  async send(kind: 'sellers' | 'products', records: readonly object[]): Promise<void> {
    const response = await fetch(`${this.integrationUrl}/v1/${kind}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.credentials.apiKey}`, 'content-type': 'application/x-ndjson' },
      body: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    });
    const answer = await response.text();
    const [totals, ...told] = answer.trim().split('\n').reverse();
    if (!response.ok || told.length > 0)
      throw new Error(`${kind}: HTTP ${response.status} ${totals} ${told.join(' ')}`);
  }

  /** Tells what happened to order lines. Throws unless every event is kept. */
  async tell(events: readonly OrderEvent[]): Promise<void> {
    const body = JSON.stringify({ events });
    const answer = (await this.post('purchases', { body, contentType: 'application/json' })) as { kept?: number };
    if (answer.kept !== events.length) throw new Error(`purchases: ${JSON.stringify(answer)}`);
  }

  /** Posts a signed message to a route of `/integration/v1`; gives the answer. Throws when it is refused. */
  async post(route: string, { body, contentType }: { body: string; contentType: string }): Promise<unknown> {
    const id = `msg_${randomUUID()}`;
    const timestamp = Math.floor(Date.now() / 1_000).toString();
    const secret = Buffer.from(this.credentials.signingSecret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
    const response = await fetch(`${this.integrationUrl}/v1/${route}`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${route}: HTTP ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}
