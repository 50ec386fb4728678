import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import {
  type AccountId,
  days,
  hours,
  IdempotencyConflict,
  InvalidInput,
  newId,
  NotFound,
  type SellerId,
  toGlobalId,
  type WebhookDeliveryId,
  type WebhookEndpointId,
} from '@moments/kernel';
import { SealingModule, Settings, statement } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { createHmac } from 'node:crypto';
import { DeliveriesQueries } from './deliveries/deliveries.queries.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { EndpointsQueries } from './endpoints/endpoints.queries.js';
import { EndpointsService, type EndpointWithSecret } from './endpoints/endpoints.service.js';
import { openReceiver, type Receiver } from './testing/index.js';
import { EndpointDisabled, TooManyEndpoints } from './webhooks.errors.js';
import { WebhooksModule } from './webhooks.module.js';
import { webhookDelivery } from './webhooks.settings.js';

let world: LibWorld;
let endpoints: EndpointsService;
let deliveries: DeliveriesService;
let receiver: Receiver;
let sellerId: SellerId;
let accountId: AccountId;

beforeAll(async () => {
  world = await openLibWorld([
    IdentityModule,
    SealingModule.forRoot({ sealKeys: [Buffer.alloc(32, 'k')] }),
    WebhooksModule,
  ]);
  endpoints = world.app.get(EndpointsService);
  deliveries = world.app.get(DeliveriesService);
});
afterAll(() => world.close());
beforeEach(async () => {
  receiver = await openReceiver();
  await rule({ allowPrivateNetworks: true });
  accountId = await anAccount(world);
  sellerId = await aSeller(world, { members: [{ accountId }] });
});
afterEach(() => receiver.close());

const rule = (change: object) =>
  world.app.get(Settings).set(webhookDelivery.name, { ...webhookDelivery.fallback, ...change }, 'test');

const anEndpoint = (more: { url?: string; events?: string[]; idempotencyKey?: string } = {}) =>
  endpoints.create({ accountId, url: receiver.url, idempotencyKey: newId(), ...more });
const tell = (eventId: string = newId<'webhookDelivery'>(), event = 'order.published' as const) =>
  deliveries.tell({ sellerId, eventId, event, occurredAt: world.clock.now(), data: { orderId: 'cmp_1' } });
const logOf = async ({ endpoint }: EndpointWithSecret) => {
  const window = { limit: 50 };
  const pages = await world.app.get(DeliveriesQueries).ofEndpoints([endpoint.id], window);
  return pages.get(endpoint.id)!.items.map(({ item }) => item);
};
const statusOf = async (id: WebhookEndpointId) => (await world.app.get(EndpointsQueries).byIds([id])).get(id)?.status;

const due = statement('test.webhooks-due', 'select id from webhook_deliveries where next_try_at <= $1 order by id');

/** Sends what is due, as the queue does. */
async function sendWaiting(): Promise<void> {
  const { signal } = new AbortController();
  const waiting = await world.database.read<{ id: WebhookDeliveryId }>(due, [world.clock.now()]);
  for (const { id } of waiting) await deliveries.send(id, signal);
}

describe('an endpoint', () => {
  it('is a member’s to make, and nobody else’s', async () => {
    const stranger = await anAccount(world);
    await expect(endpoints.create({ accountId: stranger, url: receiver.url, idempotencyKey: 'k' })).rejects.toThrow(
      NotFound,
    );
    const made = await anEndpoint();
    const other = await anAccount(world);
    await aSeller(world, { members: [{ accountId: other }] });
    for (const act of [
      () => endpoints.update({ accountId: other, endpointId: made.endpoint.id, enabled: false }),
      () => endpoints.rotateSecret(other, made.endpoint.id),
      () => endpoints.remove(other, made.endpoint.id),
      () => deliveries.ping(other, made.endpoint.id),
    ]) {
      await expect(act()).rejects.toThrow(NotFound);
    }
  });

  it('is made once by a key, with the same secret; another input under the key is a conflict', async () => {
    const first = await anEndpoint({ idempotencyKey: 'same' });
    expect(await anEndpoint({ idempotencyKey: 'same' })).toEqual(first);
    expect(first.signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await expect(anEndpoint({ idempotencyKey: 'same', events: ['order.closed'] })).rejects.toThrow(IdempotencyConflict);
  });

  it('is refused where it is no https URL, unless private networks are allowed', async () => {
    for (const url of ['ftp://shop.example', 'nonsense', 'https://me:secret@shop.example/']) {
      await expect(anEndpoint({ url })).rejects.toThrow(InvalidInput);
    }
    await rule({ allowPrivateNetworks: false });
    await expect(anEndpoint({ url: 'http://shop.example/' })).rejects.toThrow(InvalidInput);
    await expect(anEndpoint({ url: 'https://shop.example/' })).resolves.toBeDefined();
  });

  it('is refused for news that there is not, and beyond the number that a seller may have', async () => {
    await expect(anEndpoint({ events: ['order.eaten'] })).rejects.toThrow(InvalidInput);
    await rule({ allowPrivateNetworks: true, endpointsPerSeller: 1 });
    await anEndpoint();
    await expect(anEndpoint()).rejects.toThrow(TooManyEndpoints);
  });
});

describe('a message', () => {
  it('arrives signed as Standard Webhooks has it, once for each piece of news', async () => {
    const made = await anEndpoint();
    const eventId = newId();
    await tell(eventId);
    await tell(eventId);
    await sendWaiting();
    const [message, ...others] = receiver.received;
    expect(others).toEqual([]);
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = message!.headers;
    const secret = Buffer.from(made.signingSecret.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', secret)
      .update(`${String(id)}.${String(timestamp)}.${message!.body}`)
      .digest('base64');
    expect(signature).toBe(`v1,${expected}`);
    expect(JSON.parse(message!.body)).toEqual({
      type: 'order.published',
      timestamp: world.clock.now().toISOString(),
      data: { orderId: 'cmp_1' },
    });
    const [delivery] = await logOf(made);
    expect(delivery).toMatchObject({ attempts: 1, lastStatus: 204, nextTryAt: null });
    expect(delivery!.deliveredAt).not.toBeNull();
    expect(id).toBe(toGlobalId('webhookDelivery', delivery!.id));
  });

  it('goes only to endpoints of the seller that want such news', async () => {
    await anEndpoint({ events: ['order.closed'] });
    const wanting = await anEndpoint({ events: ['order.published', 'order.closed'] });
    await tell();
    await sendWaiting();
    expect(receiver.received).toHaveLength(1);
    expect(await logOf(wanting)).toHaveLength(1);
  });

  it('is sent again under the same id after 10, 20, 40, 80 seconds, and then given up', async () => {
    await rule({ allowPrivateNetworks: true, timeoutMs: 3_000 });
    const made = await anEndpoint();
    receiver.answers = [500, 'hang', 302, 404, 503];
    await tell();
    for (const wait of [10, 20, 40, 80]) {
      await sendWaiting();
      world.clock.advance(wait * 1_000 - 1);
      const before = receiver.received.length;
      await sendWaiting();
      expect(receiver.received).toHaveLength(before);
      world.clock.advance(1);
    }
    await sendWaiting();
    expect(receiver.received).toHaveLength(5);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await logOf(made))[0]).toMatchObject({ attempts: 5, lastStatus: 503, nextTryAt: null, deliveredAt: null });
  });

  it('is sent once more by hand, delivered or given up', async () => {
    const made = await anEndpoint();
    await tell();
    await sendWaiting();
    const [delivery] = await logOf(made);
    await deliveries.redeliver(accountId, delivery!.id);
    await sendWaiting();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('is signed with the secret before it, too, as long as the overlap lasts', async () => {
    const made = await anEndpoint();
    const rotated = await endpoints.rotateSecret(accountId, made.endpoint.id);
    expect(rotated.signingSecret).not.toBe(made.signingSecret);
    await deliveries.ping(accountId, made.endpoint.id);
    await sendWaiting();
    world.clock.advance(hours(24));
    await deliveries.ping(accountId, made.endpoint.id);
    await sendWaiting();
    const signatures = receiver.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect(signatures).toEqual([2, 1]);
  });

  it('does not reach a private network by address or by name', async () => {
    const byName = await anEndpoint({ url: receiver.url.replace('127.0.0.1', 'localhost') });
    const byAddress = await anEndpoint();
    await rule({ allowPrivateNetworks: false });
    await tell();
    await sendWaiting();
    expect(receiver.received).toEqual([]);
    for (const made of [byName, byAddress]) {
      expect((await logOf(made))[0]).toMatchObject({ lastFailure: 'forbidden_address', lastStatus: null });
    }
  });
});

describe('an endpoint at which nothing arrives', () => {
  it('is disabled after three days, and enabled by a member', async () => {
    const made = await anEndpoint();
    await rule({ allowPrivateNetworks: true, attempts: 1 });
    receiver.answers = [500, 500, 500];
    await tell();
    await sendWaiting();
    world.clock.advance(days(3) - 1);
    await tell();
    await sendWaiting();
    expect(await statusOf(made.endpoint.id)).toBe('ACTIVE');
    world.clock.advance(1);
    await tell();
    await sendWaiting();
    expect(await statusOf(made.endpoint.id)).toBe('DISABLED');
    await tell();
    expect(await logOf(made)).toHaveLength(3);
    await expect(deliveries.ping(accountId, made.endpoint.id)).rejects.toThrow(EndpointDisabled);

    await endpoints.update({ accountId, endpointId: made.endpoint.id, enabled: true });
    await tell();
    await sendWaiting();
    expect((await logOf(made))[0]!.deliveredAt).not.toBeNull();
  });

  it('is forgiven by the first message that arrives', async () => {
    const made = await anEndpoint();
    receiver.answers = [500];
    await tell();
    await sendWaiting();
    const failing = await world.app.get(EndpointsQueries).byIds([made.endpoint.id]);
    expect(failing.get(made.endpoint.id)!.failingSince).toEqual(world.clock.now());
    world.clock.advance(10_000);
    await sendWaiting();
    const healed = await world.app.get(EndpointsQueries).byIds([made.endpoint.id]);
    expect(healed.get(made.endpoint.id)!.failingSince).toBeNull();
  });
});
