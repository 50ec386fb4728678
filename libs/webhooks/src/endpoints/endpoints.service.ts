import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  after,
  Clock,
  hours,
  idempotencyKey,
  IdempotencyConflict,
  newId,
  parseInput,
  type WebhookEndpointId,
} from '@moments/kernel';
import { Database, execute, inputHash, rows, type SealedColumn, Sealing, Settings } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { webhookEvents } from '../telling/webhook-events.js';
import { lockSellerOf, requireOwn, stopWaiting } from './endpoints.store.js';
import { TooManyEndpoints } from '../webhooks.errors.js';
import { webhookDelivery } from '../webhooks.settings.js';
import { endpointColumns, type EndpointStatus, type EndpointView } from './endpoint.view.js';

/** An endpoint with what its messages are signed with: `whsec_` and base64, as Standard Webhooks has it. */
export interface EndpointWithSecret {
  readonly endpoint: EndpointView;
  readonly signingSecret: string;
}

export interface NewEndpoint {
  /** Who acts, for their own seller. */
  accountId: AccountId;
  url: string;
  /** None means everything. */
  events?: readonly string[] | null;
  idempotencyKey: string;
}

export interface EndpointChange {
  accountId: AccountId;
  endpointId: WebhookEndpointId;
  url?: string | null;
  events?: readonly string[] | null;
  enabled?: boolean | null;
}

const urlSchema = (allowPrivateNetworks: boolean) =>
  z
    .url({ protocol: allowPrivateNetworks ? /^https?$/ : /^https$/, error: 'must be an absolute https URL' })
    .max(2_000)
    .refine((text) => !/^https?:\/\/[^/]*@/i.test(text), 'must not hold a name or password');
const eventsSchema = z
  .array(z.enum(webhookEvents))
  .max(webhookEvents.length)
  .transform((events) => [...new Set(events)].sort());

/** Where sellers want to be told what happens. Only members of the seller get at its endpoints. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` for whoever acts for no seller, `InvalidInput`, `TooManyEndpoints`, `IdempotencyConflict`. */
  async create({ accountId, ...input }: NewEndpoint): Promise<EndpointWithSecret> {
    const { allowPrivateNetworks, endpointsPerSeller } = await this.settings.get(webhookDelivery);
    const schema = z.object({ url: urlSchema(allowPrivateNetworks), events: eventsSchema.nullish(), idempotencyKey });
    const { url, events, idempotencyKey: key } = parseInput(schema, input);
    const hash = inputHash({ url, events: events ?? [] });
    return this.database.transaction(async (tx) => {
      const sellerId = await lockSellerOf(tx, accountId);
      const [earlier] = await rows<SealedEndpoint & { same: boolean }>(
        tx,
        `select ${columns}, input_hash = $3 as same from webhook_endpoints as endpoints
          where seller_id = $1 and idempotency_key = $2`,
        [sellerId, key, hash],
      );
      if (earlier) {
        const { same, ...endpoint } = earlier;
        if (!same) throw new IdempotencyConflict();
        return this.withSecret(endpoint);
      }
      const [counted] = await rows<{ count: number }>(
        tx,
        'select count(*)::int as count from webhook_endpoints where seller_id = $1',
        [sellerId],
      );
      if ((counted?.count ?? 0) >= endpointsPerSeller) throw new TooManyEndpoints(endpointsPerSeller);

      const id = newId<'webhookEndpoint'>();
      const [added] = await rows<SealedEndpoint>(
        tx,
        `insert into webhook_endpoints as endpoints
           (id, seller_id, url, events, status, sealed, idempotency_key, input_hash, created_at)
         values ($1, $2, $3, $4, 'ACTIVE', $5, $6, $7, $8) returning ${columns}`,
        [id, sellerId, url, events ?? [], this.newSecret(id), key, hash, this.clock.now()],
      );
      return this.withSecret(required(added));
    });
  }

  /** Enabling one anew forgets how long it had failed. Throws `NotFound`, `InvalidInput`. */
  async update({ accountId, endpointId, ...input }: EndpointChange): Promise<EndpointView> {
    const { allowPrivateNetworks } = await this.settings.get(webhookDelivery);
    const { url, events, enabled } = parseInput(
      z.object({
        url: urlSchema(allowPrivateNetworks).nullish(),
        events: eventsSchema.nullish(),
        enabled: z.boolean().nullish(),
      }),
      input,
    );
    const status: EndpointStatus | null = enabled == null ? null : enabled ? 'ACTIVE' : 'DISABLED';
    return this.database.transaction(async (tx) => {
      await requireOwn(tx, accountId, endpointId);
      const [changed] = await rows<EndpointView>(
        tx,
        `update webhook_endpoints as endpoints
            set url = coalesce($2, url), events = coalesce($3, events), status = coalesce($4, status),
                failing_since = case when $4 = 'ACTIVE' then null else failing_since end
          where id = $1 returning ${endpointColumns}`,
        [endpointId, url ?? null, events ?? null, status],
      );
      if (status === 'DISABLED') await stopWaiting(tx, endpointId);
      return required(changed);
    });
  }

  /** Messages are signed with the secret before it, too, for the overlap of the setting. Throws `NotFound`. */
  async rotateSecret(accountId: AccountId, endpointId: WebhookEndpointId): Promise<EndpointWithSecret> {
    const { overlapHours } = await this.settings.get(webhookDelivery);
    return this.database.transaction(async (tx) => {
      await requireOwn(tx, accountId, endpointId);
      const [changed] = await rows<SealedEndpoint>(
        tx,
        `update webhook_endpoints as endpoints
            set previous_sealed = sealed, previous_until = $3, sealed = $2
          where id = $1 returning ${columns}`,
        [endpointId, this.newSecret(endpointId), after(this.clock.now(), hours(overlapHours))],
      );
      return this.withSecret(required(changed));
    });
  }

  /** With all that was ever sent to it. Throws `NotFound`. */
  async remove(accountId: AccountId, endpointId: WebhookEndpointId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await requireOwn(tx, accountId, endpointId);
      await execute(tx, 'delete from webhook_endpoints where id = $1', [endpointId]);
    });
  }

  private newSecret(id: WebhookEndpointId): Buffer {
    return this.sealing.seal({ content: randomBytes(32), owner: id });
  }

  private withSecret({ sealed, ...endpoint }: SealedEndpoint): EndpointWithSecret {
    const secret = this.sealing.open({ content: sealed, owner: endpoint.id });
    return { endpoint, signingSecret: `whsec_${secret.toString('base64')}` };
  }
}

interface SealedEndpoint extends EndpointView {
  readonly sealed: Buffer;
}

/** Secrets that messages to sellers are signed with, and those before them. */
export const sealedWebhookSecrets: readonly SealedColumn[] = ['sealed', 'previous_sealed'].map((column) => ({
  table: 'webhook_endpoints',
  column,
  owner: 'id',
}));

const columns = `${endpointColumns}, endpoints.sealed`;

function required<Row>(row: Row | undefined): Row {
  if (!row) throw new Error('the statement gave no row');
  return row;
}
