import { addDays, type BusinessDay, businessDayOf } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import { mutate } from '../client/mutate.js';
import type { Chapter } from './chapter.js';
import { people } from './people.js';
import type { DemoWorld } from './world.js';

/** The days of the story on which money is decided about. */
const policyDay = 0;
const applyDay = 4;
const fundOpensDay = 5;
const fundFirstDay = 6;
const fundLastDay = 12;
const fundClosesDay = 14;

const operator = 'control.room';
const errors = 'userErrors { code message }';

/** Pays more for a view than anybody would, so that some hundred viewers make amounts to look at. */
const rules = {
  currency: 'RUB',
  views: {
    standard: {
      photoPerThousandMinor: 80_000,
      byLengthMs: [
        { from: 0, below: 7_000, perThousandMinor: 150_000 },
        { from: 7_000, perThousandMinor: 200_000 },
      ],
    },
    categories: {},
  },
  conversion: {
    priorBps: 200,
    priorOpeners: 50,
    byConversionBps: [
      { from: 0, below: 500, multiplierBps: 10_000 },
      { from: 500, multiplierBps: 11_000 },
    ],
  },
  quality: {
    byCompletionBps: [
      { from: 0, below: 4_000, multiplierBps: 10_000 },
      { from: 4_000, multiplierBps: 12_000 },
    ],
    byOpenStrikes: [
      { from: 0, below: 1, multiplierBps: 10_000 },
      { from: 1, multiplierBps: 5_000 },
    ],
  },
  commission: { standardBps: 500, categoriesBps: { Light: 800 }, capPerPurchaseMinor: 500_000 },
  caps: { momentPerDayMinor: 1_000_000, creatorPerDayMinor: 5_000_000 },
  budget: { perDayMinor: 50_000_000 },
};

const fundRules = {
  qualify: { minQualifiedViews: 20, maxFollowers: 10_000, approvedWithinDays: 90 },
  points: 'qualified + 2 * completed',
  capBps: 5_000,
};

/** Who earns and by which rules: a policy, three creators who are let earn, and a fund that newcomers share. */
export class Money implements Chapter {
  readonly name = 'money';
  private period = '';

  async on(day: number, world: DemoWorld): Promise<void> {
    const desk = await world.as(operator);
    if (day === policyDay) await publishPolicy(desk, tomorrow(world));
    if (day === applyDay) await letEarn(world);
    if (day === fundOpensDay) this.period = await openFund(desk, world);
    if (day === fundClosesDay) {
      await mutate(desk, `mutation ($id: ID!) { closeFundPeriod(periodId: $id) { ${errors} } }`, { id: this.period });
      console.log('  the newcomers’ fund is shared');
    }
  }
}

const tomorrow = ({ clock }: DemoWorld): BusinessDay => addDays(businessDayOf(clock.now()), 1);

async function publishPolicy(desk: GraphqlClient, effectiveFrom: BusinessDay): Promise<void> {
  await desk.send(
    `mutation ($rules: JSON!, $from: Date!, $key: String!) {
       publishRewardPolicy(rules: $rules, effectiveFrom: $from, idempotencyKey: $key) { version } }`,
    { rules, from: effectiveFrom, key: randomUUID() },
  );
  console.log('  a reward policy is published');
}

/** The creators apply, each with a tax status of its own, and the operator lets them. */
async function letEarn(world: DemoWorld): Promise<void> {
  for (const { handle, taxed } of people) {
    if (!taxed) continue;
    const input = { ...taxed, idempotencyKey: randomUUID() };
    await mutate(
      await world.as(handle),
      `mutation ($input: ApplyForMonetizationInput!) { applyForMonetization(input: $input) { ${errors} } }`,
      { input },
    );
  }
  interface Waiting {
    operator: { monetizationApplications: { edges: { node: { id: string } }[] } };
  }
  const desk = await world.as(operator);
  const { operator: found } = await desk.send<Waiting>(
    '{ operator { monetizationApplications(first: 10) { edges { node { id } } } } }',
  );
  for (const { node } of found.monetizationApplications.edges) {
    await mutate(desk, `mutation ($id: ID!) { decideMonetization(applicationId: $id, approve: true) { ${errors} } }`, {
      id: node.id,
    });
  }
  console.log(`  ${found.monetizationApplications.edges.length} creators are let earn`);
}

async function openFund(desk: GraphqlClient, { clock }: DemoWorld): Promise<string> {
  const today = businessDayOf(clock.now());
  const [from, to] = [fundFirstDay, fundLastDay].map((day) => addDays(today, day - fundOpensDay));
  const founding = { name: 'Newcomers', purpose: 'NEWCOMERS', idempotencyKey: randomUUID() };
  const { fund } = await mutate<{ fund: { id: string } }>(
    desk,
    `mutation ($input: CreateFundInput!) { createFund(input: $input) { fund { id } ${errors} } }`,
    { input: founding },
  );
  const adding = { fundId: fund.id, amount: rub('30000.00'), idempotencyKey: randomUUID() };
  await mutate(desk, `mutation ($input: AddToFundInput!) { addToFund(input: $input) { ${errors} } }`, {
    input: adding,
  });
  const terms = { fundId: fund.id, from, to, pool: rub('12000.00'), rules: fundRules };
  const { period } = await mutate<{ period: { id: string } }>(
    desk,
    `mutation ($input: OpenFundPeriodInput!) { openFundPeriod(input: $input) { period { id } ${errors} } }`,
    { input: { ...terms, idempotencyKey: randomUUID() } },
  );
  console.log('  a fund for newcomers is open for a week');
  return period.id;
}

const rub = (amount: string) => ({ amount, currency: 'RUB' });
