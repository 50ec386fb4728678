import { v7 } from 'uuid';

declare const kind: unique symbol;

/** A UUIDv7 that says in its type what it names. Made in the application, so a row's id is known before it is written. */
export type Id<Kind extends IdKind> = string & { readonly [kind]: Kind };

/** The prefix that each kind of id carries outside: `mom_018f…` (see {@link toGlobalId}). */
export const idPrefixes = {
  account: 'acc',
  profile: 'pro',
  session: 'ses',
  upload: 'upl',
  asset: 'ast',
  moment: 'mom',
  feedSession: 'fse',
  viewEvent: 'vev',
  product: 'prd',
  comment: 'cmt',
  notification: 'ntf',
  report: 'rpt',
  moderationCase: 'mcs',
  seller: 'sel',
  campaign: 'cmp',
  payout: 'pay',
  journalEntry: 'jrn',
  hold: 'hld',
  walletEntry: 'wle',
  deposit: 'dep',
  click: 'clk',
  purchaseLine: 'pln',
  attribution: 'atr',
  monetizationApplication: 'map',
  statementLine: 'stl',
  payoutBatch: 'pyb',
  creatorFund: 'fnd',
  fundPeriod: 'fpd',
  engagement: 'eng',
  engagementMessage: 'emg',
  dispute: 'dsp',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
} as const;

export type IdKind = keyof typeof idPrefixes;

export type AccountId = Id<'account'>;
/** A profile is the public face of an account and shares its UUID; only the prefix differs. */
export type ProfileId = Id<'profile'>;
export type SessionId = Id<'session'>;
export type UploadId = Id<'upload'>;
export type AssetId = Id<'asset'>;
export type MomentId = Id<'moment'>;
export type FeedSessionId = Id<'feedSession'>;
export type ViewEventId = Id<'viewEvent'>;
export type ProductId = Id<'product'>;
export type CommentId = Id<'comment'>;
export type NotificationId = Id<'notification'>;
export type ModerationCaseId = Id<'moderationCase'>;
export type SellerId = Id<'seller'>;
export type CampaignId = Id<'campaign'>;
export type PayoutId = Id<'payout'>;
export type JournalEntryId = Id<'journalEntry'>;
export type HoldId = Id<'hold'>;
export type WalletEntryId = Id<'walletEntry'>;
export type DepositId = Id<'deposit'>;
export type ClickId = Id<'click'>;
export type PurchaseLineId = Id<'purchaseLine'>;
export type AttributionId = Id<'attribution'>;
export type MonetizationApplicationId = Id<'monetizationApplication'>;
export type StatementLineId = Id<'statementLine'>;
export type PayoutBatchId = Id<'payoutBatch'>;
export type CreatorFundId = Id<'creatorFund'>;
export type FundPeriodId = Id<'fundPeriod'>;
export type EngagementId = Id<'engagement'>;
export type EngagementMessageId = Id<'engagementMessage'>;
export type WebhookEndpointId = Id<'webhookEndpoint'>;
export type WebhookDeliveryId = Id<'webhookDelivery'>;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const globalPattern = /^([a-z]{3})_([0-9a-f]{32})$/;

const kindOfPrefix = new Map<string, IdKind>(
  Object.entries(idPrefixes).map(([idKind, prefix]) => [prefix, idKind as IdKind]),
);

/** A fresh id; ids made later sort later. */
export const newId = <Kind extends IdKind>(): Id<Kind> => v7() as Id<Kind>;

/** Whether a text is a UUID as Postgres writes it: lower case, with hyphens. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/** Takes a UUID that comes from our own storage as an id; throws a `TypeError` on anything else. */
export function idFromUuid<Kind extends IdKind>(uuid: string): Id<Kind> {
  if (!isUuid(uuid)) throw new TypeError('not a lower-case UUID');
  return uuid as Id<Kind>;
}

/** How an id reads outside: prefix, underscore, the UUID's 32 hexadecimal digits (Postgres reads them back as a uuid). */
export const toGlobalId = <Kind extends IdKind>(idKind: Kind, id: Id<Kind>): string =>
  `${idPrefixes[idKind]}_${id.replaceAll('-', '')}`;

/** Reads any global id; `undefined` when it is not one of ours. */
export function parseGlobalId(text: string): { kind: IdKind; id: Id<IdKind> } | undefined {
  const [, prefix = '', hex = ''] = globalPattern.exec(text) ?? [];
  const idKind = kindOfPrefix.get(prefix);
  if (!idKind) return undefined;
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { kind: idKind, id: uuid as Id<IdKind> };
}

/** Reads a global id of one kind; `undefined` when it is of another kind or no id at all. */
export function fromGlobalId<Kind extends IdKind>(idKind: Kind, text: string): Id<Kind> | undefined {
  const parsed = parseGlobalId(text);
  return parsed?.kind === idKind ? (parsed.id as Id<Kind>) : undefined;
}

/** The public face of an account. */
export const profileOf = (accountId: AccountId): ProfileId => accountId as string as ProfileId;

/** The account behind a profile. */
export const accountOf = (profileId: ProfileId): AccountId => profileId as string as AccountId;
