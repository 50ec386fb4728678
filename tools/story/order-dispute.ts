import { errors, key, roubles } from './asking.js';
import { including } from './expecting.js';
import { amountOf, minorOf } from './formula.js';
import { backToSeller, engagementFields, type Order, reward, sellersWallet, toCreator } from './order.js';
import { submit, take } from './order-work.js';
import { type Member, signIn, type World } from './world.js';

/** What the two sides cannot settle is split by an operator, and paid at once. */
export async function disputedWork(world: World, order: Order, creator: Member): Promise<void> {
  const { tell } = world;
  const { engagementId, momentId } = await take(world, order, creator);
  await submit(world, creator, { engagementId, momentId });
  await tell.ask({
    ...{ who: order.seller, why: 'opens a dispute: the place is frozen' },
    document: `mutation Dispute($engagementId: ID!, $reason: String!) {
      openDispute(engagementId: $engagementId, reason: $reason) {
        engagement {
        ${engagementFields}
        }
        ${errors}
      }
    }`,
    variables: { engagementId, reason: 'This is not our kettle.' },
    expect: { openDispute: { engagement: { status: 'DISPUTED' }, userErrors: [] } },
  });
  await tell.ask({
    ...{ who: creator, why: 'says how they see it' },
    document: `mutation State($engagementId: ID!, $text: String!, $idempotencyKey: String!) {
      stateCase(engagementId: $engagementId, text: $text, idempotencyKey: $idempotencyKey) {
        engagement { dispute { reason statements { side text author { handle } } } }
        ${errors}
      }
    }`,
    variables: { engagementId, text: 'It is: see the handle.', idempotencyKey: key() },
    expect: { stateCase: { engagement: { dispute: { statements: [{ side: 'CREATOR' }] } }, userErrors: [] } },
  });
  await resolve(world, engagementId);
  await sellersWallet(world, order.seller, { why: `has ${backToSeller} back, to the kopeck`, available: backToSeller });
  await tell.ask({
    ...{ who: order.seller, why: 'still has the other place in escrow, and sees what it has cost so far' },
    document: `query Order($id: ID!) {
      campaign(id: $id) {
        status
        escrow { amount }
        ... on CreatorOrder {
          placesTaken
          engagements { edges { node { status creator { handle } reward { amount } } } }
          analytics { views cardOpens purchases cost { amount } }
        }
      }
    }`,
    variables: { id: order.id },
    expect: { campaign: { escrow: { amount: reward }, analytics: { cost: { amount: toCreator } } } },
  });
}

async function resolve(world: World, engagementId: string): Promise<void> {
  const { tell } = world;
  const operator = await signIn(world, 'operator');
  await tell.ask({
    ...{ who: operator, why: 'finds it among the open disputes' },
    document: `query Disputes {
      operator {
        openDisputes(first: 50) { edges { node { id status order { title } dispute { reason statements { side text } } } } }
      }
    }`,
    expect: { operator: { openDisputes: { edges: including({ node: { id: engagementId, status: 'DISPUTED' } }) } } },
  });
  const document = `mutation Resolve($engagementId: ID!, $toCreator: MoneyInput!, $resolution: String!, $idempotencyKey: String!) {
      resolveDispute(
        engagementId: $engagementId, toCreator: $toCreator, resolution: $resolution, idempotencyKey: $idempotencyKey
      ) {
        engagement {
        ${engagementFields}
        }
        ${errors}
      }
    }`;
  const variables = { engagementId, resolution: 'It is the kettle, but hardly seen.', idempotencyKey: key() };
  await tell.ask({
    ...{ who: operator, why: 'cannot give away more than there is', document },
    variables: { ...variables, toCreator: roubles(amountOf(minorOf(reward) + 1n)) },
    expect: { resolveDispute: { userErrors: [{ reason: 'split_exceeds_reward' }] } },
  });
  await tell.ask({
    ...{ who: operator, why: 'splits the reward between the two', document },
    variables: { ...variables, idempotencyKey: key(), toCreator: roubles(toCreator) },
    expect: {
      resolveDispute: { engagement: { status: 'PAID', dispute: { toCreator: { amount: toCreator } } }, userErrors: [] },
    },
  });
}
