import { type Currency, InvalidInput, isCurrency, type Money, parseMoney } from '@moments/kernel';
import { z } from 'zod';
import { catalogueText } from './catalogue-text.js';

/** The marketplace's own name of a thing. */
export const externalId = z
  .string('must be a text')
  .regex(/^[\w.:-]{1,100}$/, 'must be 1 to 100 letters, digits, dots, colons, dashes');

const most = 2_147_483_647;

/** An amount as it is told, and what is wrong with it: `amount` or `currency`. */
const money = z
  .strictObject({ amount: z.string('must be a decimal in a text: "1234.50"'), currency: z.string('must be a text') })
  .transform(({ amount, currency }, context): Money => {
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    if (!isCurrency(currency)) return refuse('currency', 'is not a supported currency');
    if (amount.startsWith('-')) return refuse('amount', 'must not be negative');
    return readAmount(amount, currency) ?? refuse('amount', 'is not an amount of this currency: "1234.50"');
  });

function readAmount(amount: string, currency: Currency): Money | undefined {
  try {
    return parseMoney(amount, currency);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

const image = z.strictObject({
  url: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    .max(2_000)
    .transform((text) => new URL(text).href),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  thumbhash: z
    .base64('must be a ThumbHash in base64')
    .max(60)
    .nullish()
    .transform((text) => text ?? null),
});

const attribute = z.strictObject({
  name: catalogueText({ max: 200, required: true }),
  value: catalogueText({ max: 2_000, required: true }),
});

/** A whole product or a part of one: what is left out stays as it is, null clears. */
export const productRecord = ({ attributes }: { attributes: number }) =>
  z
    .strictObject({
      externalId,
      sellerExternalId: externalId.describe('Needed for a new product; whose a product is never changes.').optional(),
      title: catalogueText({ max: 500, required: true }).describe('Needed for a new product.').optional(),
      brand: catalogueText({ max: 200 }).nullable().optional(),
      description: catalogueText({ max: 20_000, lines: true }).nullable().optional(),
      category: z
        .array(catalogueText({ max: 200, required: true }))
        .max(10)
        .describe('From the widest to the narrowest.')
        .nullable()
        .optional(),
      attributes: z.array(attribute).max(attributes, `must be at most ${attributes}`).nullable().optional(),
      price: money.describe('Needed for a new product.').optional(),
      oldPrice: money.nullable().optional(),
      image: image.nullable().optional(),
      stock: z.int().min(0, 'must not be negative').max(most).describe('Null: not counted.').nullable().optional(),
      rating: z.number().min(0).max(5).nullable().optional(),
      reviewsCount: z.int().min(0, 'must not be negative').max(most).nullable().optional(),
      deleted: z.literal(false).optional(),
    })
    .superRefine(({ price, oldPrice }, context) => {
      if (price && oldPrice && price.currency !== oldPrice.currency) {
        context.addIssue({
          code: 'custom',
          path: ['oldPrice', 'currency'],
          message: 'is not the currency of the price',
        });
      }
    });

export type ProductRecord = z.output<ReturnType<typeof productRecord>>;

/** What is no longer there. */
export const deleteMark = z.strictObject({ externalId, deleted: z.literal(true) });

/** A seller, or a part of one. */
export const sellerRecord = z.strictObject({
  externalId,
  name: catalogueText({ max: 200, required: true }).describe('Needed for a new seller.').optional(),
  rating: z.number().min(0).max(5).nullable().optional(),
  reviewsCount: z.int().min(0, 'must not be negative').max(most).nullable().optional(),
  deleted: z.literal(false).optional(),
});

export type SellerRecord = z.output<typeof sellerRecord>;
