import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { engagementChanged } from '@moments/campaigns';
import { IdentityModule } from '@moments/identity';
import { newId, profileOf, toGlobalId } from '@moments/kernel';
import { SealingModule, Settings } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { openReceiver, type Receiver } from '../testing/index.js';
import { WebhooksJobsModule } from '../webhooks-jobs.module.js';
import { WebhooksModule } from '../webhooks.module.js';
import { webhookDelivery } from '../webhooks.settings.js';
import { TellOfEngagement } from './orders.jobs.js';

let world: LibWorld;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await openReceiver();
  world = await openLibWorld([
    IdentityModule,
    SealingModule.forRoot({ sealKeys: [Buffer.alloc(32, 'k')] }),
    WebhooksModule,
    WebhooksJobsModule,
  ]);
  const rule = { ...webhookDelivery.fallback, allowPrivateNetworks: true };
  await world.app.get(Settings).set(webhookDelivery.name, rule, 'test');
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

it('tells an endpoint what became of an engagement, in ids as clients know them', async () => {
  const accountId = await anAccount(world);
  const sellerId = await aSeller(world, { members: [{ accountId }] });
  const endpoints = world.app.get(EndpointsService);
  await endpoints.create({ accountId, url: receiver.url, events: ['engagement.submitted'], idempotencyKey: 'k' });

  const ids = { campaignId: newId<'campaign'>(), engagementId: newId<'engagement'>(), creatorId: newId<'account'>() };
  const context = {
    signal: new AbortController().signal,
    attempt: 1,
    event: { id: newId(), occurredAt: new Date('2026-11-22T12:00:00Z') },
  };
  const news = engagementChanged.payload.parse({
    ...ids,
    sellerId,
    from: 'ACCEPTED',
    to: 'SUBMITTED',
    endReason: null,
  });
  await world.app.get(TellOfEngagement).handle(news, context);
  await world.app.get(TellOfEngagement).handle(news, context);

  const told = await world.database.read<{ body: string }>({
    name: 'test.told',
    text: 'select body from webhook_deliveries',
  });
  expect(told.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    {
      type: 'engagement.submitted',
      timestamp: '2026-11-22T12:00:00.000Z',
      data: {
        orderId: toGlobalId('campaign', ids.campaignId),
        engagementId: toGlobalId('engagement', ids.engagementId),
        creatorId: toGlobalId('profile', profileOf(ids.creatorId)),
        previousStatus: 'ACCEPTED',
        status: 'SUBMITTED',
        reason: null,
      },
    },
  ]);
});
