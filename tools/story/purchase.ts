import { randomBytes, randomUUID } from 'node:crypto';
import type { Creating } from './creator.js';
import { text } from './expecting.js';
import { message } from './marketplace.js';
import { businessDayOf, type Member, type World } from './world.js';

interface OpenedCard {
  openProductCard: { clickId: string };
}

/** The viewer opens the creator's card and buys; the creator sees it; the thing comes back. */
export async function sell(world: World, { creator, momentId, product }: Creating, viewer: Member): Promise<void> {
  const { tell } = world;
  const clickId = await openCard(world, { creator, momentId, productId: product.id }, viewer);
  const line = { orderId: `order-${world.run}`, lineId: '1', quantity: 1 };
  const happened = (type: string, more = {}) => ({
    ...{ eventId: randomUUID(), type, ...line, occurredAt: new Date().toISOString(), ...more },
  });
  const { externalId: productExternalId, price } = product;
  const placed = happened('placed', { productExternalId, unitPrice: price, buyer: { click: clickId } });
  const events = [placed, happened('paid'), happened('delivered')];
  const path = '/v1/purchases';
  await message(world, {
    ...{ why: 'tells of the purchase, with the click of its link', path, body: { events } },
    expect: { status: 200, body: { received: 3, kept: 3, repeated: 0, refused: 0 } },
  });
  const bought = (state: string, returnedQuantity: number) => ({
    ...{ who: creator, why: state === 'PENDING' ? 'sees what the moment has sold, not to whom' : 'sees that too' },
    document: `query Sold($id: ID!) {
      moment(id: $id) {
        attributedPurchases {
          edges { node { state quantity returnedQuantity amount { amount } confirmsAt product { title } } }
        }
      }
    }`,
    variables: { id: momentId },
    expect: { moment: { attributedPurchases: { edges: [{ node: { state, quantity: 1, returnedQuantity } }] } } },
    waits: true,
  });
  await tell.ask(bought('PENDING', 0));
  await analyse(world, creator, momentId);
  await message(world, {
    ...{ why: 'tells that it came back', path, body: happened('returned') },
    expect: { status: 200, body: { outcome: 'kept' } },
  });
  await tell.ask(bought('RETURNED', 1));
  await message(world, {
    ...{ why: 'is let in by no other secret than its own', path, body: happened('returned') },
    options: { secret: `whsec_${randomBytes(32).toString('base64')}` },
    expect: { status: 401, body: { type: 'urn:moments:problem:signature_wrong' } },
  });
}

async function openCard(
  { tell, run }: World,
  { creator, momentId, productId }: { creator: Member; momentId: string; productId: string },
  viewer: Member,
): Promise<string> {
  await tell.ask({
    ...{ who: viewer, why: 'follows the new creator' },
    document: `mutation Follow($profileId: ID!) {
      follow(profileId: $profileId) { profile { handle followersCount } userErrors { code message } }
    }`,
    variables: { profileId: creator.profileId },
    expect: { follow: { profile: { handle: creator.handle }, userErrors: [] } },
  });
  const { feed } = await tell.ask<{ feed: { edges: { playbackToken: string }[] } }>({
    ...{ who: viewer, why: 'has the moment in the feed of whom they follow, newest first' },
    document: `query Following {
      feed(surface: FOLLOWING, first: 1) { edges { playbackToken node { id productCards { product { id title } } } } }
    }`,
    expect: { feed: { edges: [{ node: { id: momentId, productCards: [{ product: { id: productId } }] } }] } },
    waits: true,
  });
  const { playbackToken } = feed.edges[0] ?? {};
  const { openProductCard } = await tell.ask<OpenedCard>({
    ...{ who: viewer, why: 'opens the card: the link to the marketplace carries a signed click' },
    document: `mutation Open($input: OpenProductCardInput!) {
      openProductCard(input: $input) { url clickId userErrors { code message } }
    }`,
    variables: { input: { momentId, productId, playbackToken, idempotencyKey: `open-${run}` } },
    expect: { openProductCard: { url: text(/click=/), clickId: text(), userErrors: [] } },
  });
  return openProductCard.clickId;
}

async function analyse({ tell }: World, creator: Member, id: string): Promise<void> {
  const today = businessDayOf(new Date());
  await tell.ask({
    ...{ who: creator, why: 'sees how the moment does today; views are counted when the day is closed' },
    document: `query Analytics($id: ID!, $today: Date!) {
      moment(id: $id) {
        analytics(from: $today, to: $today) {
          views qualifiedViews cardOpens purchases conversion earned { amount }
          byDay { day cardOpens purchases }
        }
      }
    }`,
    variables: { id, today },
    expect: { moment: { analytics: { cardOpens: 1, purchases: 1, earned: { amount: '0.00' } } } },
    waits: true,
  });
}
