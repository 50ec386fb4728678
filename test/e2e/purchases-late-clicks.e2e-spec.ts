import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClicksService } from '@moments/attribution';
import { after, minutes, newId, toGlobalId } from '@moments/kernel';
import { aProduct } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { until } from '../support/eventually.js';
import { startInstallation, type TestInstallation } from '../support/installation.js';
import { anIntegration, integrationUrl } from '../support/integration.js';
import { aPerson } from '../support/person.js';
import { deliver } from '../support/webhook.js';

let installation: TestInstallation;

beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());

it('a purchase that is told before the click that led to it is owed to that click soon after', async () => {
  const [gateway] = installation.gateways;
  await openFeature(gateway, 'MOMENTS');
  const [creator, buyer] = [await aPerson(gateway), await aPerson(gateway)];
  const momentId = await aPublishedMoment(gateway, { authorId: creator.accountId });
  const externalId = `sku-${randomUUID()}`;
  const productId = await aProduct(gateway, { externalId });
  await aProductCard(gateway, { momentId, productId });
  const sold = async () => {
    const { data } = await gateway.query<{ moment: { attributedPurchases: { edges: { node: { state: string } }[] } } }>(
      'query ($id: ID!) { moment(id: $id) { attributedPurchases { edges { node { state } } } } }',
      { id: toGlobalId('moment', momentId) },
      { token: creator.token },
    );
    return data!.moment.attributedPurchases.edges.map(({ node }) => node.state);
  };

  const { signingSecret: secret } = await anIntegration(gateway, ['purchases:write']);
  const placed = {
    ...{ eventId: randomUUID(), type: 'placed', orderId: randomUUID(), lineId: '1', quantity: 1 },
    // The marketplace's clock is ahead of ours.
    occurredAt: after(new Date(), minutes(10)).toISOString(),
    ...{ productExternalId: externalId, unitPrice: { amount: '10.00', currency: 'RUB' } },
    buyer: { accountId: toGlobalId('account', buyer.accountId) },
  };
  expect((await deliver(integrationUrl(gateway, '/purchases'), { secret, body: placed })).status).toBe(200);
  expect(await sold()).toEqual([]);

  await gateway.app.get(ClicksService).open({
    ...{ accountId: buyer.accountId, address: '192.0.2.1', productId, idempotencyKey: randomUUID() },
    served: { momentId, feedSessionId: newId<'feedSession'>(), promoted: false },
  });
  await until(async () => (await sold()).length > 0);
  expect(await sold()).toEqual(['PENDING']);
});
