import { mutate } from '../../client/mutate.js';
import { eventually } from '../eventually.js';
import { accountsOf } from './accounts.js';
import type { Deed } from './desk.js';

/** A creator says to which bank account to pay from now on: the first, the second or the third. */
export const givesAccount =
  (which: 0 | 1 | 2) =>
  (creator: string): Deed =>
  async ({ world }) => {
    await mutate(
      await world.as(creator),
      `mutation ($input: SetPayoutMethodInput!) { setPayoutMethod(input: $input) { userErrors { code message } } }`,
      { input: accountsOf[creator]?.[which] },
    );
  };

/** A creator asks for so much, as soon as what was earned is there to be paid out. */
export const asksFor =
  (roubles: string) =>
  (creator: string): Deed =>
  async (desk) => {
    const client = await desk.world.as(creator);
    interface Own {
      me: { monetization: { balance: { available: { amount: string } } } };
    }
    await eventually(`${creator} has ${roubles}`, async () => {
      const { me } = await client.send<Own>('{ me { monetization { balance { available { amount } } } } }');
      const has = me.monetization.balance.available.amount;
      return kopecks(has) >= kopecks(roubles) || `is ${has}`;
    });
    const { payout } = await mutate<{ payout: { id: string } }>(
      client,
      `mutation ($amount: MoneyInput!, $key: String!) {
         requestPayout(input: { amount: $amount, idempotencyKey: $key }) { payout { id } userErrors { code message } } }`,
      { amount: { amount: roubles, currency: 'RUB' } },
    );
    desk.keep(creator, payout.id);
  };

const kopecks = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** A self-employed creator gives the receipt of the tax service; what it is called follows from the payout. */
export const givesReceipt =
  (creator: string): Deed =>
  async (desk) => {
    const client = await desk.world.as(creator);
    const { me } = await client.send<{ me: { monetization: { taxProfile: { inn: string } } } }>(
      '{ me { monetization { taxProfile { inn } } } }',
    );
    const id = desk.of(creator);
    const url = `https://lknpd.nalog.ru/api/v1/receipt/${me.monetization.taxProfile.inn}/${id.slice(-10)}/print`;
    await mutate(
      client,
      'mutation ($id: ID!, $url: URL!) { attachReceipt(payoutId: $id, url: $url) { userErrors { code message } } }',
      { id, url },
    );
  };

/** A self-employed creator has cancelled the receipt of a payout that came back. */
export const cancelsReceipt =
  (creator: string): Deed =>
  async (desk) => {
    await mutate(
      await desk.world.as(creator),
      'mutation ($id: ID!) { cancelReceipt(payoutId: $id) { userErrors { code message } } }',
      { id: desk.of(creator) },
    );
  };
