import { randomUUID } from 'node:crypto';
import { nameAtBanks, pain002, readPain001 } from '../client/bank-messages.js';
import { errors } from './asking.js';
import type { Balance, Requested } from './earnings.js';
import { atLeast, including, number, text } from './expecting.js';
import { amountOf, minorOf, sumOf } from './formula.js';
import { message } from './marketplace.js';
import { type Member, signIn, type World } from './world.js';

interface Batch {
  id: string;
  payouts: number;
  total: { amount: string };
}

/** Two operators let a payout go, the bank answers, and the creator is paid. */
export async function operatorsPay(world: World, payout: Requested): Promise<Member> {
  world.tell.chapter('Two operators let the money go, and the bank answers');
  const operators = [await signIn(world, 'operator', 0), await signIn(world, 'operator', 1)] as const;
  await approvePayout(world, operators, payout);
  const batch = await sendBatch(world, operators);
  const files = await filesOf(world, operators[0], batch);
  compare(world, operators[0], { batch, files, payout });
  await bankAnswers(world, files);
  await paid(world, payout);
  return operators[0];
}

type Two = readonly [Member, Member];

async function approvePayout({ tell }: World, [first, second]: Two, { id, amount }: Requested): Promise<void> {
  await tell.ask({
    ...{ who: first, why: 'sees what waits for a decision, and why' },
    document: `query Waiting {
      operator { waitingPayouts(first: 50) { edges { node { id status amount { amount } net { amount } review } } } }
    }`,
    expect: { operator: { waitingPayouts: { edges: including({ node: { id, amount: { amount } } }) } } },
  });
  const approve = (who: Member, why: string, status: string) =>
    tell.ask({
      ...{ who, why },
      document: `mutation Approve($payoutId: ID!) {
        approvePayout(payoutId: $payoutId) { payout { id status } ${errors} }
      }`,
      variables: { payoutId: id },
      expect: { approvePayout: { payout: { id, status }, userErrors: [] } },
    });
  await approve(first, 'approves it: one of two', 'REQUESTED');
  await approve(first, 'approves it again: nobody counts twice', 'REQUESTED');
  await approve(second, 'approves it, too', 'APPROVED');
}

async function sendBatch({ tell }: World, [first, second]: Two): Promise<Batch> {
  const { createPayoutBatch: batch } = await tell.ask<{ createPayoutBatch: Batch }>({
    ...{ who: first, why: 'collects all that is approved' },
    document: `mutation Batch($idempotencyKey: String!) {
      createPayoutBatch(idempotencyKey: $idempotencyKey) { id status payouts total { amount currency } pain001Url }
    }`,
    variables: { idempotencyKey: randomUUID() },
    expect: { createPayoutBatch: { id: text(), status: 'CREATED', payouts: number(1), pain001Url: null } },
  });
  const approve = (who: Member, why: string, expect: object) =>
    tell.ask({
      ...{ who, why },
      document: `mutation ApproveBatch($batchId: ID!) {
        approvePayoutBatch(batchId: $batchId) { status approvedBy { handle } sentAt }
      }`,
      variables: { batchId: batch.id },
      expect: { approvePayoutBatch: expect },
    });
  const [one, two] = [{ handle: first.handle }, { handle: second.handle }];
  await approve(first, 'approves the batch', { status: 'CREATED', approvedBy: [one] });
  await approve(first, 'approves it again: still one', { status: 'CREATED', approvedBy: [one] });
  await approve(second, 'approves it, too: it is sent', { status: 'SENT', approvedBy: [one, two] });
  return batch;
}

interface Files {
  pain001: string;
  exchange1c: string;
}

/** The two forms of the same payments, as a bank would get them. */
async function filesOf({ tell }: World, operator: Member, { id }: Batch): Promise<Files> {
  const { node } = await tell.ask<{ node: { pain001Url: string; exchange1cUrl: string } }>({
    ...{ who: operator, why: 'finds the bank’s files' },
    document: 'query Files($id: ID!) { node(id: $id) { ... on PayoutBatch { status pain001Url exchange1cUrl } } }',
    variables: { id },
    expect: { node: { status: 'SENT', pain001Url: text(/^http/), exchange1cUrl: text(/^http/) } },
    waits: true,
  });
  const download = async (url: string, encoding: string): Promise<string> =>
    tell.call<string>({
      ...{ who: operator, why: `downloads ${encoding === 'utf-8' ? 'pain.001' : '1CClientBankExchange'}` },
      ...{ call: `GET ${url.slice(0, 80)}…` },
      send: async () => new TextDecoder(encoding).decode(await (await fetch(url)).arrayBuffer()),
      expect: text(encoding === 'utf-8' ? /pain\.001\.001\.09/ : /^1CClientBankExchange/),
    });
  return {
    pain001: await download(node.pain001Url, 'utf-8'),
    exchange1c: await download(node.exchange1cUrl, 'windows-1251'),
  };
}

function compare(
  { tell }: World,
  operator: Member,
  { batch, files, payout }: { batch: Batch; files: Files; payout: Requested },
): void {
  const { payments } = readPain001(files.pain001);
  const sums = payments.map(({ amount }) => amount);
  const in1c = [...files.exchange1c.matchAll(/^Сумма=([\d.]+)\r?$/gm)].map(([, amount = '']) => amount);
  const controlSums = [...files.pain001.matchAll(/<CtrlSum>([\d.]+)<\/CtrlSum>/g)].map(([, amount = '']) => amount);
  const total = minorOf(batch.total.amount);
  const own = payments.find(({ endToEndId }) => endToEndId === nameAtBanks(payout.id));
  tell.prove({
    ...{ who: operator, why: 'compares the totals, to the kopeck' },
    shown: [
      `the batch: ${batch.total.amount}, payouts: ${batch.payouts}`,
      `pain.001: ${amountOf(sumOf(sums))}, payments: ${sums.length}; it says itself ${[...new Set(controlSums)].join(', ')}`,
      `1C: ${amountOf(sumOf(in1c))}, payments: ${in1c.length}`,
      `this payout: ${own?.amount ?? 'missing'}, after ${payout.tax} of tax`,
    ],
    wrong: [
      ...(sums.length === batch.payouts && sumOf(sums) === total ? [] : ['pain.001 is not the batch']),
      ...(controlSums.length > 0 && controlSums.every((sum) => minorOf(sum) === total)
        ? []
        : ['CtrlSum is not the total']),
      ...(in1c.length === batch.payouts && sumOf(in1c) === total ? [] : ['the file for 1C is not the batch']),
      ...(own?.amount === payout.net ? [] : [`the payout is ${payout.net}`]),
    ],
  });
}

/** The bank's status report: everything was executed. */
async function bankAnswers(world: World, { pain001 }: Files): Promise<void> {
  const file = readPain001(pain001);
  const messageId = `story-${world.run}`;
  const body = pain002({ id: messageId, madeAt: new Date() }, file);
  const step = { path: '/v1/bank-files', body, options: { contentType: 'application/xml' } };
  const first = await message(world, {
    ...{ why: 'brings the bank’s report: all of it is executed', ...step },
    expect: { status: 200, body: { kind: 'pain.002', messageId, settled: file.payments.length, refused: 0 } },
  });
  await message(world, { ...{ why: 'brings it again: the same answer, and nothing is done', ...step }, expect: first });
}

async function paid({ tell }: World, { creator, id, amount, net, balance }: Requested): Promise<void> {
  const { me } = await tell.ask<{ me: { monetization: { balance: Pick<Balance, 'inTransit' | 'paid'> } } }>({
    ...{ who: creator, why: 'is paid' },
    document: `query Paid($id: ID!) {
      node(id: $id) { ... on Payout { status paidAt net { amount } receiptDue } }
      me {
        monetization {
          balance { available { amount } inTransit { amount } paid { amount } }
          statements(first: 3) { edges { node { kind amount { amount } description } } }
        }
      }
    }`,
    variables: { id },
    expect: {
      node: { status: 'PAID', paidAt: text(), net: { amount: net } },
      me: { monetization: { statements: { edges: atLeast(1) } } },
    },
    waits: true,
  });
  const after = me.monetization.balance;
  // A batch takes along what else was approved: that was under way before.
  const wanted = leftCreator(balance) + minorOf(amount);
  tell.prove({
    ...{ who: creator, why: 'has been sent as much more as was asked for, tax included: paid and under way together' },
    shown: [
      `${balance.paid.amount} + ${balance.inTransit.amount} + ${amount} = ${after.paid.amount} + ${after.inTransit.amount}`,
    ],
    wrong: leftCreator(after) === wanted ? [] : [`together it should be ${amountOf(wanted)}`],
  });
}

const leftCreator = ({ paid, inTransit }: Pick<Balance, 'inTransit' | 'paid'>): bigint =>
  minorOf(paid.amount) + minorOf(inTransit.amount);
