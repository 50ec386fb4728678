import type { AccountId, CampaignId, PayoutId, SellerId } from '@moments/kernel';

/** Where money is: an address such as `creator:<uuid>:available`. Together with a currency it is an account. */
export type AccountAddress = string & { readonly accountAddress: unique symbol };

/** What is true of every account of a kind. */
export interface AccountKind {
  /** How its addresses read; `<id>` stands for the owner's UUID. */
  readonly pattern: string;
  /** Whose UUID that is; the platform's own accounts have none. */
  readonly owner: 'platform' | 'account' | 'seller' | 'campaign' | 'payout' | 'fund';
  readonly mayGoNegative: boolean;
  /**
   * False for accounts that everybody posts to at once: nobody waits for a row of their balance, it is added up when it is
   * asked for. They cannot refuse an overdraft and are never closed.
   */
  readonly keepsBalance: boolean;
}

const guarded = { mayGoNegative: false, keepsBalance: true } as const;
const shared = { owner: 'platform', mayGoNegative: true, keepsBalance: false } as const;

/** Every kind of account there is. */
export const accountKinds = {
  /** The outside world: what came from there is its debt, so its balance is negative. */
  bank: { ...shared, pattern: 'bank' },
  platform_revenue: { ...shared, pattern: 'platform:revenue' },
  tax_withheld: { ...shared, pattern: 'tax:withheld' },
  /** What creators are paid out of for views and purchases: its balance is what that has cost so far, negative. */
  platform_rewards: { ...shared, pattern: 'platform:rewards' },
  /** What arrived and nobody knows yet for whom. */
  suspense: { ...guarded, pattern: 'suspense', owner: 'platform' },
  account_wallet: { ...guarded, pattern: 'account:<id>:wallet', owner: 'account' },
  seller_wallet: { ...guarded, pattern: 'seller:<id>:wallet', owner: 'seller' },
  campaign_escrow: { ...guarded, pattern: 'campaign:<id>:escrow', owner: 'campaign' },
  fund_budget: { ...guarded, pattern: 'fund:<id>:budget', owner: 'fund' },
  /** Earned, and may still be taken back. */
  creator_pending: { ...guarded, pattern: 'creator:<id>:pending', owner: 'account' },
  creator_available: { ...guarded, pattern: 'creator:<id>:available', owner: 'account' },
  /** What was taken back after it had been paid out: zero or negative, made good by what is earned later. */
  creator_debt: { pattern: 'creator:<id>:debt', owner: 'account', mayGoNegative: true, keepsBalance: true },
  /** On its way to the bank. */
  payout_transit: { ...guarded, pattern: 'payout:<id>:transit', owner: 'payout' },
} as const satisfies Record<string, AccountKind>;

export type AccountKindName = keyof typeof accountKinds;

const to = (text: string): AccountAddress => text as AccountAddress;

/** How addresses are made. */
export const addresses = {
  bank: to('bank'),
  platformRevenue: to('platform:revenue'),
  taxWithheld: to('tax:withheld'),
  platformRewards: to('platform:rewards'),
  suspense: to('suspense'),
  accountWallet: (id: AccountId) => to(`account:${id}:wallet`),
  sellerWallet: (id: SellerId) => to(`seller:${id}:wallet`),
  campaignEscrow: (id: CampaignId) => to(`campaign:${id}:escrow`),
  fundBudget: (id: string) => to(`fund:${id}:budget`),
  creatorPending: (id: AccountId) => to(`creator:${id}:pending`),
  creatorAvailable: (id: AccountId) => to(`creator:${id}:available`),
  creatorDebt: (id: AccountId) => to(`creator:${id}:debt`),
  payoutTransit: (id: PayoutId) => to(`payout:${id}:transit`),
} as const;

const byPattern = new Map<string, AccountKindName>(
  Object.entries(accountKinds).map(([name, { pattern }]) => [pattern, name as AccountKindName]),
);
const ownerPart = /:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:/;

const kindNameOf = (text: string): AccountKindName | undefined => byPattern.get(text.replace(ownerPart, ':<id>:'));

/** Reads an address that comes from elsewhere; `undefined` when no kind of account has such addresses. */
export const parseAddress = (text: string): AccountAddress | undefined =>
  !text.includes('<') && kindNameOf(text) ? to(text) : undefined;

/** The kind of an address; throws a `TypeError` for what is none. */
export function kindOf(address: AccountAddress): AccountKind & { name: AccountKindName } {
  const name = address.includes('<') ? undefined : kindNameOf(address);
  if (!name) throw new TypeError(`${address} is not an address of the ledger`);
  return { name, ...accountKinds[name] };
}
