import { type HttpAnswer, IntegrationClient } from '../client/integration-client.js';
import type { IntegrationCredentials } from '../stack/run-file.js';

/** Something that happened to a line of an order, as `POST /integration/v1/purchases` wants it told. */
export type OrderEvent = Readonly<Record<string, unknown>>;

/** Plays the marketplace's other systems: everything that it knows of goes through the integration API, or this throws. */
export class Marketplace {
  private readonly client: IntegrationClient;

  constructor(integrationUrl: string, credentials: IntegrationCredentials) {
    this.client = new IntegrationClient(integrationUrl, credentials);
  }

  /** Sends records of `sellers` or `products` as one stream. Throws unless every one of them goes in. */
  async send(kind: 'sellers' | 'products', records: readonly object[]): Promise<void> {
    const answer = await this.client.stream(`/v1/${kind}`, records);
    // One line is the totals; any other one is about a record.
    if (answer.status !== 200 || (answer.body as object[]).length > 1) throw refusal(kind, answer);
  }

  /** Tells what happened to order lines. Throws unless every event is kept. */
  async tell(events: readonly OrderEvent[]): Promise<void> {
    const answer = await this.client.tell('/v1/purchases', { events });
    if ((answer.body as { kept?: number }).kept !== events.length) throw refusal('purchases', answer);
  }

  /** Tells of a payment that has arrived. Throws when that is refused. */
  async deposit(payment: object): Promise<void> {
    const answer = await this.client.tell('/v1/deposits', payment);
    if (answer.status !== 200) throw refusal('deposits', answer);
  }

  /** Brings a file of the bank's, in XML. Throws when it is refused. */
  async bankFile(xml: string): Promise<void> {
    const answer = await this.client.tell('/v1/bank-files', xml, { contentType: 'application/xml' });
    if (answer.status !== 200) throw refusal('bank-files', answer);
  }
}

const refusal = (what: string, { status, body }: HttpAnswer): Error =>
  new Error(`${what}: HTTP ${status} ${JSON.stringify(body)}`);
