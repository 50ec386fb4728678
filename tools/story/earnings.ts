import { randomUUID } from 'node:crypto';
import { errors } from './asking.js';
import { atLeast, Condition, text } from './expecting.js';
import { amountOf, minorOf, sumOf } from './formula.js';
import { toCreator } from './order.js';
import type { Ordered } from './orders.js';
import { readStatement } from './statement.js';
import { businessDayOf, type Member, type World } from './world.js';

export interface Balance {
  pending: { amount: string };
  available: { amount: string };
  inTransit: { amount: string };
  paid: { amount: string };
}

/** A payout that waits for two operators. */
export interface Requested {
  creator: Member;
  id: string;
  amount: string;
  tax: string;
  net: string;
  /** Before it was asked for. */
  balance: Balance;
}

const monetizationDocument = `query Money {
  me {
    monetization {
      status
      taxProfile { status inn }
      balance { pending { amount } available { amount } inTransit { amount } paid { amount } }
      payoutMethod { kind maskedAccount bankName }
      payouts(first: 50) { edges { node { requestedAt status amount { amount } } } }
    }
  }
}`;

interface EarlierPayout {
  requestedAt: string;
  status: string;
  amount: { amount: string };
}

interface Money {
  me: {
    monetization: {
      balance: Balance;
      payoutMethod: object | null;
      payouts: { edges: { node: EarlierPayout }[] };
    };
  };
}

/** A creator reads what every amount follows from, and asks for money. */
export async function creatorIsPaid(world: World, { creator, orderId }: Ordered): Promise<Requested> {
  world.tell.chapter('A creator reads the statement, and asks for the money');
  await readStatement(world, creator, { orderId, amount: toCreator });
  const { me } = await world.tell.ask<Money>({
    ...{ who: creator, why: 'has it a moment later, and may be paid: approved, and taxed as an individual' },
    document: monetizationDocument,
    expect: { me: { monetization: { status: 'APPROVED', taxProfile: { status: 'INDIVIDUAL' } } } },
  });
  const { payoutMethod, payouts } = me.monetization;
  if (!payoutMethod) await sayWhereTo(world, creator);
  const amount = amountToAskFor(payouts.edges.map(({ node }) => node));
  const balance = await untilAvailable(world, creator, amount);
  return request(world, creator, { amount, balance });
}

/** A person's account at a bank in Russia with a right control key; nobody's. */
const account = { bic: '044525225', accountNumber: '40817810700000000001' };

const sayWhereTo = ({ tell }: World, creator: Member) =>
  tell.ask({
    ...{ who: creator, why: 'says where to' },
    document: `mutation Method($input: SetPayoutMethodInput!) {
      setPayoutMethod(input: $input) { monetization { payoutMethod { kind maskedAccount bankName } } ${errors} }
    }`,
    variables: { input: account },
    expect: { setPayoutMethod: { monetization: { payoutMethod: { kind: 'RU_ACCOUNT' } }, userErrors: [] } },
  });

/**
 * What people look at before it is paid: more than 50,000.00 in a day. Once so much was asked for today any amount is, and
 * the story can be told many times before the day's limit.
 */
function amountToAskFor(payouts: readonly EarlierPayout[]): string {
  const counted = payouts.filter(
    ({ requestedAt, status }) =>
      businessDayOf(new Date(requestedAt)) === businessDayOf(new Date()) && !['REJECTED', 'RETURNED'].includes(status),
  );
  return sumOf(counted.map(({ amount }) => amount.amount)) > minorOf('50000.00') ? '1234.56' : '50000.01';
}

/** What is earned is released every minute. */
async function untilAvailable({ tell }: World, creator: Member, amount: string): Promise<Balance> {
  const enough = new Condition(
    `${amount} or more`,
    (value) => typeof value === 'string' && minorOf(value) >= minorOf(amount),
  );
  const { me } = await tell.ask<Money>({
    ...{ who: creator, why: `has ${amount} that can be paid out, at the latest a minute after it was earned` },
    document: monetizationDocument,
    expect: { me: { monetization: { balance: { available: { amount: enough } } } } },
    waits: true,
  });
  return me.monetization.balance;
}

async function request(
  { tell }: World,
  creator: Member,
  { amount, balance }: { amount: string; balance: Balance },
): Promise<Requested> {
  const idempotencyKey = randomUUID();
  const ask = (why: string, sum: string, expect: object) =>
    tell.ask<{ requestPayout: { payout: { id: string; tax: { amount: string }; net: { amount: string } } } }>({
      ...{ who: creator, why },
      document: `mutation Payout($input: RequestPayoutInput!) {
        requestPayout(input: $input) {
          payout { id status amount { amount } tax { amount } net { amount currency } review requestedAt }
          ${errors}
        }
      }`,
      variables: { input: { amount: { amount: sum, currency: 'RUB' }, idempotencyKey } },
      expect: { requestPayout: expect },
    });
  const { requestPayout: first } = await ask(`asks for ${amount}; people look at it first`, amount, {
    payout: { id: text(/_/), status: 'REQUESTED', amount: { amount }, review: atLeast(1) },
    userErrors: [],
  });
  const { id, tax, net } = first.payout;
  await ask('asks again with the same key: it is the same payout', amount, {
    payout: { id, status: 'REQUESTED', amount: { amount } },
    userErrors: [],
  });
  await ask('cannot ask for another amount with that key', amountOf(minorOf(amount) + 1n), {
    payout: null,
    userErrors: [{ code: 'IDEMPOTENCY_CONFLICT' }],
  });
  tell.prove({
    ...{ who: creator, why: 'has the tax withheld, and nothing lost' },
    shown: [`${net.amount} to the bank + ${tax.amount} tax = ${amount}`],
    wrong: sumOf([net.amount, tax.amount]) === minorOf(amount) ? [] : ['it does not add up'],
  });
  return { creator, id, amount, tax: tax.amount, net: net.amount, balance };
}
