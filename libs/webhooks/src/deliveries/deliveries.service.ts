import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  Clock,
  newId,
  NotFound,
  type SellerId,
  toGlobalId,
  type WebhookDeliveryId,
  type WebhookEndpointId,
} from '@moments/kernel';
import { Database, execute, Jobs, rows, Sealing, Settings, type Tx } from '@moments/platform';
import { nextTryAt } from '../domain/next-try.js';
import { signedHeaders } from '../domain/sign.js';
import type { WebhookEvent } from '../telling/webhook-events.js';
import { requireOwn } from '../endpoints/endpoints.store.js';
import { EndpointDisabled } from '../webhooks.errors.js';
import { type DeliveryRule, webhookDelivery } from '../webhooks.settings.js';
import { deliverMessage, deliveryKey } from './deliveries.jobs.js';
import { blame, type DueMessage, dueMessage, heal } from './deliveries.store.js';
import { deliveryColumns, type DeliveryView } from './delivery.view.js';
import { postMessage, type PostOutcome } from './post-message.js';

/** What is told, to whom. */
export interface News {
  readonly sellerId: SellerId;
  /** Told once to each endpoint, however often it comes. */
  readonly eventId: string;
  readonly event: WebhookEvent;
  readonly occurredAt: Date;
  /** Ids as clients know them, and what cannot be asked for any more. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Tells sellers' systems what happened: at least once, signed, in no promised order. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** A message to each endpoint of the seller that wants such news. */
  async tell(news: News): Promise<void> {
    await this.database.transaction(async (tx) => {
      const endpoints = await rows<{ id: WebhookEndpointId }>(
        tx,
        `select id from webhook_endpoints
          where seller_id = $1 and status = 'ACTIVE' and (events = '{}' or $2 = any (events)) order by id`,
        [news.sellerId, news.event],
      );
      for (const { id } of endpoints) await this.add(tx, id, news);
    });
  }

  /** A message that only says that messages arrive. Throws `NotFound`, `EndpointDisabled`. */
  async ping(accountId: AccountId, endpointId: WebhookEndpointId): Promise<DeliveryView> {
    return this.database.transaction(async (tx) => {
      if ((await requireOwn(tx, accountId, endpointId)) === 'DISABLED') throw new EndpointDisabled();
      const data = { endpointId: toGlobalId('webhookEndpoint', endpointId) };
      const news = { eventId: newId<'webhookDelivery'>(), event: 'ping', occurredAt: this.clock.now(), data } as const;
      return this.add(tx, endpointId, news);
    });
  }

  /** Sends a message once more, delivered or given up, with its tries counted anew. Throws `NotFound`, `EndpointDisabled`. */
  async redeliver(accountId: AccountId, deliveryId: WebhookDeliveryId): Promise<DeliveryView> {
    return this.database.transaction(async (tx) => {
      const [found] = await rows<{ endpointId: WebhookEndpointId }>(
        tx,
        'select endpoint_id as "endpointId" from webhook_deliveries where id = $1',
        [deliveryId],
      );
      if (!found) throw new NotFound('webhook delivery', ['deliveryId']);
      if ((await requireOwn(tx, accountId, found.endpointId)) === 'DISABLED') throw new EndpointDisabled();
      const [again] = await rows<DeliveryView>(
        tx,
        `update webhook_deliveries as deliveries
            set attempts = 0, next_try_at = $2, delivered_at = null, last_status = null, last_failure = null
          where id = $1 returning ${deliveryColumns}`,
        [deliveryId, this.clock.now()],
      );
      if (!again) throw new NotFound('webhook delivery', ['deliveryId']);
      await this.enqueue(tx, deliveryId);
      return again;
    });
  }

  /** Sends a message that waits; what waits no more is left. */
  async send(deliveryId: WebhookDeliveryId, signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const message = await dueMessage(this.database, deliveryId, now);
    if (!message) return;
    const rule = await this.settings.get(webhookDelivery);
    const sealed = [message.sealed, ...(message.previousSealed ? [message.previousSealed] : [])];
    const secrets = sealed.map((content) => this.sealing.open({ content, owner: message.endpointId }));
    const id = toGlobalId('webhookDelivery', deliveryId);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Moments-Webhooks/1',
      ...signedHeaders({ id, sentAt: now, body: message.body }, secrets),
    };
    const outcome = await postMessage({ url: new URL(message.url), headers, body: message.body }, { ...rule, signal });
    // The process is to end: that is no failure of the endpoint's, the job is run again elsewhere.
    if ('failure' in outcome && outcome.failure === 'stopped') throw new Error('stopped before the endpoint answered');
    await this.database.transaction((tx) => this.conclude(tx, { deliveryId, message, outcome, rule }));
  }

  private async conclude(
    tx: Tx,
    {
      deliveryId,
      message,
      outcome,
      rule,
    }: { deliveryId: string; message: DueMessage; outcome: PostOutcome; rule: DeliveryRule },
  ): Promise<void> {
    const now = this.clock.now();
    const status = 'status' in outcome ? outcome.status : null;
    const arrived = status !== null && status >= 200 && status < 300;
    const next = arrived ? undefined : nextTryAt(message.attempts + 1, rule, now);
    const concluded = await execute(
      tx,
      // Only one of two copies of a job counts, and none against a message that is to be sent anew.
      `update webhook_deliveries
          set attempts = attempts + 1, last_status = $3, last_failure = $4, next_try_at = $5, delivered_at = $6
        where id = $1 and attempts = $2 and delivered_at is null`,
      [
        ...[deliveryId, message.attempts, status],
        ...['failure' in outcome ? outcome.failure : null, next ?? null, arrived ? now : null],
      ],
    );
    if (concluded === 0) return;
    if (next) await this.enqueue(tx, deliveryId as WebhookDeliveryId, next);
    if (arrived) await heal(tx, message.endpointId);
    else await blame(tx, message.endpointId, { now, disableAfterDays: rule.disableAfterDays });
  }

  private async add(
    tx: Tx,
    endpointId: WebhookEndpointId,
    { eventId, event, occurredAt, data }: Omit<News, 'sellerId'>,
  ): Promise<DeliveryView> {
    const id = newId<'webhookDelivery'>();
    const body = JSON.stringify({ type: event, timestamp: occurredAt.toISOString(), data });
    const [added] = await rows<DeliveryView>(
      tx,
      `insert into webhook_deliveries as deliveries (id, endpoint_id, event_id, event, body, created_at, next_try_at)
       values ($1, $2, $3, $4, $5, $6, $6)
       on conflict on constraint webhook_deliveries_once do update set event = excluded.event
       returning ${deliveryColumns}`,
      [id, endpointId, eventId, event, body, this.clock.now()],
    );
    if (!added) throw new Error('the statement gave no row');
    if (added.id === id) await this.enqueue(tx, id);
    return added;
  }

  private enqueue(tx: Tx, deliveryId: WebhookDeliveryId, runAt?: Date): Promise<void> {
    return this.jobs.enqueue(tx, deliverMessage, { deliveryId }, { key: deliveryKey(deliveryId), runAt });
  }
}
