import { roubles } from './asking.js';
import { amountOf, minorOf } from './formula.js';
import type { Member, World } from './world.js';

/** For each of two places. */
export const reward = '60000.00';
export const cost = amountOf(2n * minorOf(reward));
/** What the operator gives the creator in the dispute; the rest goes back. */
export const toCreator = '51234.56';
export const backToSeller = amountOf(minorOf(reward) - minorOf(toCreator));

/** What the steps show of one creator's part. */
export const engagementFields = `id status termsVersion dueAt reviewDueAt payableAt revisionsLeft reward { amount currency }
        moment { id status disclosure { advertiser erid } }
        submissions { round decision comment }
        dispute { reason toCreator { amount } resolution }`;

/** The order that the chapter is about. */
export interface Order {
  seller: Member;
  id: string;
  productId: string;
}

/** What the seller's wallet holds, and every movement of it. */
export const sellersWallet = (
  { tell }: Pick<World, 'tell'>,
  seller: Member,
  { why, available }: { why: string; available: string },
) =>
  tell.ask({
    ...{ who: seller, why },
    document: `query Wallet {
      me { seller { wallet {
        available { amount currency }
        entries { edges { node { amount { amount } balance { amount } description } } }
      } } }
    }`,
    expect: { me: { seller: { wallet: { available: roubles(available) } } } },
  });
