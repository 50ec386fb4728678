import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IntegrationsService } from '@moments/identity';
import { after, hours, type MomentId, newId, type ProductId, toGlobalId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { PlaybackTokens } from '@moments/views';
import { randomBytes, randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl } from '../support/integration.js';
import { aPerson, type Person } from '../support/person.js';
import { deliver, type Delivery } from '../support/webhook.js';

let gateway: TestGateway;
let url: string;
let secret: string;
let creator: Person;
let buyer: Person;
let momentId: MomentId;
let productId: ProductId;
let sku: string;
let orderId: string;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
  url = integrationUrl(gateway, '/purchases');
  secret = (await anIntegration(gateway, ['purchases:write'])).signingSecret;
});
afterAll(() => gateway.close());
beforeEach(async () => {
  [creator, buyer] = [await aPerson(gateway), await aPerson(gateway)];
  momentId = await aPublishedMoment(gateway, { authorId: creator.accountId });
  [sku, orderId] = [`sku-${randomUUID()}`, `order-${randomUUID()}`];
  productId = await aProduct(gateway, { externalId: sku, title: 'Lamp', price: '990.00 RUB' });
  await aProductCard(gateway, { momentId, productId });
});

const tell = (body: unknown, delivery: Partial<Delivery> = {}) => deliver(url, { secret, body, ...delivery });

/** Opens the card as the buyer or as nobody; gives the click as the link carries it. */
async function click(as: Person | null = buyer): Promise<string> {
  const serving = { viewerId: as?.accountId, feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU' as const };
  const [playbackToken] = await gateway.app.get(PlaybackTokens).issue({ ...serving, promoted: false }, [momentId]);
  const ids = { momentId: toGlobalId('moment', momentId), productId: toGlobalId('product', productId) };
  const { data } = await gateway.query<{ openProductCard: { url: string } }>(
    'mutation ($input: OpenProductCardInput!) { openProductCard(input: $input) { url } }',
    { input: { ...ids, playbackToken, idempotencyKey: randomUUID() } },
    { token: as?.token },
  );
  return new URL(data!.openProductCard.url).searchParams.get('click')!;
}

const event = (type: string, quantity = 1, change: object = {}) => ({
  ...{ eventId: randomUUID(), type, orderId, lineId: '1', quantity, occurredAt: new Date().toISOString() },
  ...(type === 'placed' ? { productExternalId: sku, unitPrice: { amount: '990.00', currency: 'RUB' } } : {}),
  ...(type === 'placed' ? { buyer: { accountId: toGlobalId('account', buyer.accountId) } } : {}),
  ...change,
});

interface Purchase {
  state: string;
  quantity: number;
  returnedQuantity: number;
  amount: { amount: string; currency: string };
  clickedAt: string;
  purchasedAt: string;
  product: { title: string };
  trail: { momentId: string | null; product: { id: string } }[];
}

/** What the moment has sold, as somebody sees it; null when they may not. */
async function sold(as = creator): Promise<Purchase[] | null> {
  const { data, errors } = await gateway.query<{
    moment: { attributedPurchases: { edges: { node: Purchase }[] } | null };
  }>(
    `query ($id: ID!) { moment(id: $id) { attributedPurchases(first: 5) { edges { node {
       state quantity returnedQuantity amount { amount currency } clickedAt purchasedAt product { title }
       trail { momentId product { id } } } } } } }`,
    { id: toGlobalId('moment', momentId) },
    { token: as.token },
  );
  expect(errors).toBeUndefined();
  return data!.moment.attributedPurchases?.edges.map(({ node }) => node) ?? null;
}

describe('a purchase', () => {
  it('is shown to the creator of the moment that led to it, with the way there, and to nobody else', async () => {
    await click();
    const told = [event('placed', 2), event('paid', 2), event('delivered', 2), event('returned', 1)];
    expect(await tell({ events: told })).toMatchObject({
      status: 200,
      answer: { received: 4, kept: 4, repeated: 0, refused: 0 },
    });
    const [purchase, ...others] = (await sold())!;
    expect(others).toEqual([]);
    expect(purchase).toMatchObject({
      ...{ state: 'PENDING', quantity: 2, returnedQuantity: 1, product: { title: 'Lamp' } },
      amount: { amount: '990.00', currency: 'RUB' },
      trail: [{ momentId: toGlobalId('moment', momentId), product: { id: toGlobalId('product', productId) } }],
    });
    expect(new Date(purchase!.clickedAt) <= new Date(purchase!.purchasedAt)).toBe(true);
    expect(await sold(buyer)).toBeNull();
    const anonymous = await gateway.query<{ moment: { attributedPurchases: unknown } }>(
      'query ($id: ID!) { moment(id: $id) { attributedPurchases { edges { cursor } } } }',
      { id: toGlobalId('moment', momentId) },
    );
    expect(anonymous.data!.moment.attributedPurchases).toBeNull();
  });

  it('is known by the click of the link alone, also of somebody who had not signed in', async () => {
    const name = await click(null);
    await tell(event('placed', 1, { buyer: { click: name } }));
    expect(await sold()).toMatchObject([{ state: 'PENDING' }]);
    expect(await tell(event('placed', 1, { lineId: '2', buyer: { click: `${name}x` } }))).toMatchObject({
      status: 200,
    });
    expect(await sold()).toHaveLength(1);
  });

  it('is confirmed once it is paid, delivered and past its return window', async () => {
    const settings = gateway.app.get(Settings);
    await settings.set('attribution.return-windows', { days: 0, ofCategory: {} }, 'test');
    await click();
    await tell({ events: [event('placed'), event('paid')] });
    expect(await sold()).toMatchObject([{ state: 'PENDING' }]);
    await tell(event('delivered'));
    expect(await sold()).toMatchObject([{ state: 'CONFIRMED' }]);
    await settings.set('attribution.return-windows', { days: 14, ofCategory: {} }, 'test');
  });

  it('of nobody who clicked, or of what nobody has heard of, is kept and owed to no one', async () => {
    expect(await tell(event('placed'))).toMatchObject({ status: 200, answer: { outcome: 'kept', lineProblems: [] } });
    await click();
    const unknown = event('placed', 1, { lineId: '2', productExternalId: 'never-heard-of' });
    expect(await tell(unknown)).toMatchObject({ status: 200, answer: { outcome: 'kept' } });
    expect(await sold()).toEqual([]);
  });
});

describe('an event', () => {
  it('told again changes nothing, and with another content is a conflict', async () => {
    await click();
    const placed = event('placed', 2);
    expect(await tell(placed)).toMatchObject({ status: 200, answer: { outcome: 'kept', eventId: placed.eventId } });
    expect(await tell(placed)).toMatchObject({ status: 200, answer: { outcome: 'repeated' } });
    expect(await tell({ ...placed, quantity: 1 })).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json'),
      answer: { type: 'urn:moments:problem:purchase_event_reused', errors: [{ pointer: '#/eventId' }] },
    });
    expect(await sold()).toMatchObject([{ quantity: 2 }]);
  });

  it('of several that is wrong is refused with its own problem, and the others go in', async () => {
    await click();
    const placed = event('placed');
    const { answer } = await tell({
      events: [placed, { ...placed, quantity: 2 }, event('paid', 0), 'nothing', event('paid'), placed],
    });
    const problem = (type: string, pointer: string) => ({
      ...{ type: `urn:moments:problem:${type}`, errors: [{ pointer, detail: expect.any(String) }] },
    });
    expect(answer).toMatchObject({
      ...{ received: 6, kept: 2, repeated: 1, refused: 3 },
      events: [
        { index: 0, outcome: 'kept' },
        { index: 1, outcome: 'refused', problem: { ...problem('purchase_event_reused', '#/eventId'), status: 409 } },
        { index: 2, outcome: 'refused', problem: { ...problem('invalid_input', '#/quantity'), status: 400 } },
        { index: 3, outcome: 'refused', problem: { status: 400 } },
        { index: 4, outcome: 'kept' },
        { index: 5, outcome: 'repeated' },
      ],
    });
    expect(await sold()).toHaveLength(1);
  });

  it('that comes early, too often or in another currency is kept, and what does not fit is said', async () => {
    const problemsOf = async (told: object) => ((await tell(told)).answer as { lineProblems: string[] }).lineProblems;
    expect(await problemsOf(event('returned'))).toEqual(['not_placed']);
    expect(await problemsOf(event('placed'))).toEqual(['returned_before_paid']);
    expect(await problemsOf(event('paid'))).toEqual([]);
    expect(await problemsOf(event('returned'))).toEqual(['more_than_bought']);
    const foreign = event('delivered', 1, { unitPrice: { amount: '9.00', currency: 'USD' } });
    expect(await problemsOf(foreign)).toEqual(['currency_differs', 'more_than_bought']);
  });

  it.each([
    ['no JSON', '{', '#'],
    ['a list', [], '#'],
    ['no events', { events: [] }, '#/events'],
    ['too many events', { events: Array.from({ length: 501 }, () => ({})) }, '#/events'],
    ['of a kind that there is not', () => event('lost'), '#/type'],
    [
      'of tomorrow',
      () => event('placed', 1, { occurredAt: after(new Date(), hours(25)).toISOString() }),
      '#/occurredAt',
    ],
    [
      'with a negative price',
      () => event('placed', 1, { unitPrice: { amount: '-1', currency: 'RUB' } }),
      '#/unitPrice/amount',
    ],
    [
      'with a currency that nobody has',
      () => event('placed', 1, { unitPrice: { amount: '1', currency: 'XXX' } }),
      '#/unitPrice/currency',
    ],
  ])('is refused: %s', async (_, body, pointer) => {
    expect(await tell(typeof body === 'function' ? body() : body)).toMatchObject({
      status: 400,
      answer: { type: 'urn:moments:problem:invalid_input', errors: [{ pointer }] },
    });
  });

  it('comes in bodies of 512 KiB at most', async () => {
    const padded = (bytes: number) => JSON.stringify(event('placed')).padEnd(bytes, ' ');
    expect(await tell(padded(512 * 1024))).toMatchObject({ status: 200 });
    expect(await tell(padded(512 * 1024 + 1))).toMatchObject({ status: 413 });
  });
});

describe('who may tell of purchases', () => {
  it('is who signs now with a secret of theirs', async () => {
    const placed = event('placed');
    const unsigned = await fetch(url, { method: 'POST', body: JSON.stringify(placed) });
    expect([unsigned.status, await unsigned.json()]).toMatchObject([
      401,
      { type: 'urn:moments:problem:signature_missing' },
    ]);
    const wrong = { secret: `whsec_${randomBytes(32).toString('base64')}` };
    expect(await tell(placed, wrong)).toMatchObject({ answer: { type: 'urn:moments:problem:signature_wrong' } });
    for (const awayMs of [-400_000, 400_000]) {
      expect(await tell(placed, { sentAt: new Date(Date.now() + awayMs) })).toMatchObject({
        answer: { type: 'urn:moments:problem:signature_stale' },
      });
    }
    expect(await tell(placed)).toMatchObject({ status: 200, answer: { outcome: 'kept' } });
  });

  it('does nothing twice by sending a message again', async () => {
    await click();
    const [placed, message] = [event('placed'), { id: `msg-${randomUUID()}`, sentAt: new Date() }];
    const answers = await Promise.all([tell(placed, message), tell(placed, message), tell(placed, message)]);
    expect(answers.map(({ answer }) => (answer as { outcome: string }).outcome).toSorted()).toEqual([
      ...['kept', 'repeated', 'repeated'],
    ]);
    expect(await sold()).toHaveLength(1);
  });

  it('may change the secret: both are good for a while', async () => {
    const [service, name] = [gateway.app.get(IntegrationsService), `shop-${randomBytes(4).toString('hex')}`];
    const first = (await service.create({ name, scopes: ['purchases:write'] })).signingSecret;
    const second = await service.rotateSecret(name);
    for (const each of [first, second])
      expect(await tell(event('placed'), { secret: each })).toMatchObject({ status: 200 });
    await service.revoke(name);
    expect(await tell(event('placed'), { secret: second })).toMatchObject({ status: 401 });
  });

  it('needs the scope', async () => {
    const { signingSecret } = await anIntegration(gateway, ['catalogue:write']);
    expect(await tell(event('placed'), { secret: signingSecret })).toMatchObject({
      status: 403,
      answer: { type: 'urn:moments:problem:scope_missing' },
    });
  });

  it('reads in the OpenAPI document how to', async () => {
    const answer = await fetch(integrationUrl(gateway, '/openapi.json'));
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    expect(paths['/purchases']).toMatchObject({ post: { operationId: 'postPurchases', responses: { 409: {} } } });
  });
});
