import {
  type AccountId,
  after,
  currency,
  days,
  InvalidInput,
  isCurrency,
  type Money,
  parseInput,
  type ProductId,
  textSchema,
} from '@moments/kernel';
import { maxAmountMinor } from '@moments/ledger';
import { z } from 'zod';
import type { OrderLimits } from '../campaigns.settings.js';
import { admissions } from '../domain/admission.js';
import { costOf } from '../domain/escrow.js';
import type { OrderTerms } from './order.view.js';

const money = z
  .object({ minor: z.bigint(), currency: z.string().refine(isCurrency, 'is not a supported currency') })
  .refine(({ minor }) => minor > 0n, 'must be more than zero')
  .refine(({ minor }) => minor <= maxAmountMinor, 'is too large')
  .transform(({ minor, currency: code }): Money => ({ minor, currency: currency(code) }));

const idList = <Id extends string>(most: number) =>
  z
    .array(z.uuid().transform((id) => id as Id))
    .max(most, `name at most ${most}`)
    .refine((ids) => new Set(ids).size === ids.length, 'names one twice');

const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value): z.output<Schema> | null => value ?? null);

/** Whom a call invites. */
export const invitedIds = (limits: OrderLimits) => idList<AccountId>(limits.maxInvitations).min(1, 'name at least one');

/** The terms of a creator order, as its seller wants them. */
export const orderTerms = (limits: OrderLimits) =>
  z
    .object({
      title: textSchema({ max: limits.maxTitleLength, required: true }),
      brief: textSchema({ max: limits.maxBriefLength, required: true }),
      productIds: idList<ProductId>(limits.maxProducts).min(1, 'name at least one product'),
      reward: money,
      commissionBps: z
        .int('must be a whole number')
        .min(0, 'must be 0 or more')
        .max(limits.maxCommissionBps, `must be ${limits.maxCommissionBps} or less`)
        .nullish()
        .transform((bps) => bps ?? 0),
      commissionCeiling: orNull(money),
      places: z
        .int('must be a whole number')
        .min(1, 'must be 1 or more')
        .max(limits.maxPlaces, `must be ${limits.maxPlaces} or less`)
        .nullish()
        .transform((places) => places ?? 1),
      deadline: z.date(),
      admission: z.enum(admissions),
      invitedIds: idList<AccountId>(limits.maxInvitations)
        .nullish()
        .transform((ids) => ids ?? []),
      minFollowers: orNull(z.int('must be a whole number').min(0, 'must be 0 or more').max(2_000_000_000)),
      regions: z
        .array(z.string().regex(/^[A-Z]{2}$/, 'must be a country as in ISO 3166: RU'))
        .max(250)
        .nullish()
        .transform((regions) => [...new Set(regions ?? [])]),
      category: orNull(textSchema({ max: 200, required: true })),
      maxOpenStrikes: orNull(z.int('must be a whole number').min(0, 'must be 0 or more').max(1_000)),
      monetized: z
        .boolean()
        .nullish()
        .transform((monetized) => monetized ?? false),
      keepPublishedDays: z
        .int('must be a whole number')
        .min(1, 'must be 1 or more')
        .max(limits.maxKeepPublishedDays, `must be ${limits.maxKeepPublishedDays} or less`)
        .nullish()
        .transform((count) => count ?? Math.min(30, limits.maxKeepPublishedDays)),
      erid: orNull(z.string().regex(/^[A-Za-z0-9]{8,40}$/, 'must be 8 to 40 letters and digits')),
    })
    .superRefine(({ commissionBps, commissionCeiling, reward, places, admission, invitedIds }, context) => {
      const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
      if (commissionBps > 0 && !commissionCeiling) {
        refuse('commissionCeiling', 'is needed: the most that is paid in commission');
      }
      if (commissionBps === 0 && commissionCeiling) refuse('commissionCeiling', 'goes with a commission only');
      if (admission === 'INVITED' && invitedIds.length === 0) refuse('inviteProfileIds', 'name at least one');
      const cost = costOf({ reward: reward.minor, places, ceiling: commissionCeiling?.minor ?? 0n });
      if (cost > maxAmountMinor) refuse('reward', 'is too large for so many places');
    });

/** Terms that were read and fit together. */
export type OrderInput = z.output<ReturnType<typeof orderTerms>>;

/** Throws `InvalidInput` unless the deadline is far enough ahead, and not too far. */
export function checkDeadline(deadline: Date, now: Date, { minAheadMs, maxAheadMs }: OrderLimits): void {
  const fail = (message: string) => new InvalidInput([{ field: ['deadline'], message }]);
  if (deadline <= now) throw fail('must be in the future');
  if (deadline < after(now, minAheadMs)) throw fail(`must be at least ${Math.ceil(minAheadMs / 60_000)} minutes ahead`);
  if (deadline > after(now, maxAheadMs)) throw fail(`must be within ${Math.floor(maxAheadMs / days(1))} days`);
}

/** Terms as they come from a client; checked here. */
export type OrderDraft = Partial<Record<keyof OrderInput, unknown>>;

/** The terms with what was said anew; null takes back what need not be said, and leaves the rest. */
export function changedTerms(terms: OrderTerms, changes: OrderDraft, limits: OrderLimits): OrderInput {
  const clearable = ['minFollowers', 'category', 'maxOpenStrikes', 'erid', 'commissionCeiling'];
  const said = Object.entries(changes).filter(
    ([name, value]) => value !== undefined && (value !== null || clearable.includes(name)),
  );
  return parseInput(orderTerms(limits), { ...terms, ...Object.fromEntries(said) });
}
