import { randomUUID } from 'node:crypto';
import { mutate } from '../../client/mutate.js';
import { eventually } from '../eventually.js';
import type { Deed } from './desk.js';

const approve = `mutation ($id: ID!) { approvePayout(payoutId: $id) { userErrors { code message } } }`;

/** Two different operators say yes to a creator's payout. */
export const isApproved =
  (creator: string): Deed =>
  async (desk) => {
    for (const operator of await desk.operators()) await mutate(operator, approve, { id: desk.of(creator) });
  };

/** One operator has said yes; another one has to. */
export const isApprovedOnce =
  (creator: string): Deed =>
  async (desk) => {
    const [operator] = await desk.operators();
    await mutate(operator, approve, { id: desk.of(creator) });
  };

/** An operator says no, with a reason that the creator reads. */
export const isRefused =
  (reason: string) =>
  (creator: string): Deed =>
  async (desk) => {
    const [operator] = await desk.operators();
    await mutate(
      operator,
      'mutation ($input: RejectPayoutInput!) { rejectPayout(input: $input) { userErrors { code message } } }',
      { input: { payoutId: desk.of(creator), reason } },
    );
  };

/** What is approved goes to the bank together, when two operators have looked at the batch. */
export const batchGoes: Deed = async (desk) => {
  interface Made {
    createPayoutBatch: { id: string };
  }
  interface Written {
    node: { pain001Url: string | null };
  }
  const operators = await desk.operators();
  const [operator] = operators;
  const { createPayoutBatch: batch } = await operator.send<Made>(
    'mutation ($key: String!) { createPayoutBatch(idempotencyKey: $key) { id } }',
    { key: randomUUID() },
  );
  for (const who of operators) {
    await who.send('mutation ($id: ID!) { approvePayoutBatch(batchId: $id) { id } }', { id: batch.id });
  }
  await eventually('the file for the bank is there', async () => {
    const { node } = await operator.send<Written>(
      'query ($id: ID!) { node(id: $id) { ... on PayoutBatch { pain001Url } } }',
      {
        id: batch.id,
      },
    );
    return node.pain001Url ? desk.bank.take(node.pain001Url) : 'is not';
  });
};

/** The bank has paid these. */
export const arePaid =
  (...creators: readonly string[]): Deed =>
  (desk) =>
    desk.bank.executes(creators.map((creator) => desk.of(creator)));

/** The bank does not pay these: they came too late on that day. */
export const areRefusedByTheBank =
  (...creators: readonly string[]): Deed =>
  (desk) =>
    desk.bank.refuses(
      creators.map((creator) => desk.of(creator)),
      'TM01',
    );

/** These have come back: the account is closed. */
export const comeBack =
  (...creators: readonly string[]): Deed =>
  (desk) =>
    desk.bank.returns(
      creators.map((creator) => desk.of(creator)),
      'AC04',
    );
