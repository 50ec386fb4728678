import { after, days, fromGlobalId, InvalidInput, isCurrency, type Money, parseMoney } from '@moments/kernel';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PurchaseEvent } from './domain/purchase-event.js';

// What a bigint column holds: amounts of all units of a line must fit, too.
const mostMinor = 9_223_372_036_854_775_807n;
const mostUnits = 100_000;
// Before that there was no order here; of the years before 1 no timestamptz holds any.
const earliest = new Date('2000-01-01T00:00:00Z');

/** The marketplace's own name of a thing, as it is in the catalogue. */
const externalId = z
  .string('must be a text')
  .regex(/^[\w.:-]{1,100}$/, 'must be 1 to 100 letters, digits, dots, colons, dashes');

const money = z
  .strictObject({ amount: z.string('must be a decimal in a text: "1234.50"'), currency: z.string('must be a text') })
  .transform((told, context): Money => {
    const refuse = (field: string, message: string): never => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    if (!isCurrency(told.currency)) return refuse('currency', 'is not a supported currency');
    if (told.amount.startsWith('-')) return refuse('amount', 'must not be negative');
    try {
      const read = parseMoney(told.amount, told.currency);
      return read.minor * BigInt(mostUnits) > mostMinor ? refuse('amount', 'is too large') : read;
    } catch (error) {
      if (error instanceof InvalidInput) return refuse('amount', 'is not an amount of this currency: "1234.50"');
      throw error;
    }
  });

const buyer = z
  .strictObject({
    accountId: z
      .string()
      .transform((text, context) => {
        const id = fromGlobalId('account', text);
        if (id) return id;
        context.addIssue({ code: 'custom', message: 'is not the id of an account' });
        return z.NEVER;
      })
      .describe('An account of Moments: acc_…')
      .optional(),
    subject: z
      .strictObject({
        issuer: z.string().regex(/^[\x21-\x7e]{1,500}$/, 'must be 1 to 500 printable ASCII characters'),
        subject: z.string().min(1).max(500),
      })
      .transform(({ issuer, subject }) => ({ issuer, digest: createHash('sha256').update(subject).digest('hex') }))
      .describe('Who signs in to Moments with a token of this issuer (iss) for this subject (sub).')
      .optional(),
    click: z
      .string()
      .max(200)
      .describe('What the link that led to the marketplace carried as the click. One that is not ours says nothing.')
      .optional(),
  })
  .describe('Whoever bought, as far as it is known; somebody unknown may leave all of it out.');

const facts = {
  eventId: z
    .string('must be a text')
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable ASCII characters')
    .describe('Unique among all events of the integration: told again, it changes nothing.'),
  orderId: externalId,
  lineId: externalId.describe('Of the line within its order.'),
  quantity: z.int('must be a whole number').min(1, 'must be at least 1').max(mostUnits).describe('Units of the line.'),
  occurredAt: z.iso
    .datetime({ offset: true, error: 'must be an instant like 2026-01-31T12:00:00Z' })
    .transform((text) => new Date(text)),
};

const later = <Type extends 'paid' | 'delivered' | 'cancelled' | 'returned'>(type: Type) =>
  z.strictObject({
    ...facts,
    type: z.literal(type),
    unitPrice: money.describe('In another currency than the line’s, the event is set aside.').optional(),
  });

/** One event of an order line as the marketplace tells it. */
export const purchaseEventSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      ...facts,
      type: z.literal('placed'),
      productExternalId: externalId,
      unitPrice: money,
      buyer: buyer.optional(),
    }),
    later('paid'),
    later('delivered'),
    later('cancelled'),
    later('returned'),
  ],
  { error: 'must be placed, paid, delivered, cancelled or returned' },
);

/** What was told of one event, read. */
export type ToldEvent = z.output<typeof purchaseEventSchema>;

/** The event that was told, or everything that is wrong with it. */
export function readPurchaseEvent(told: unknown, now: Date): ToldEvent | InvalidInput {
  const read = purchaseEventSchema.safeParse(told);
  if (!read.success) {
    return new InvalidInput(
      read.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({ field: [...issue.path, key].map(String), message: 'is unknown here' }))
          : [{ field: issue.path.map(String), message: issue.message }],
      ),
    );
  }
  const { occurredAt } = read.data;
  const wrong = (message: string) => new InvalidInput([{ field: ['occurredAt'], message }]);
  // Clocks differ; a day more is a mistake that would let clicks count that are still to be made.
  if (occurredAt > after(now, days(1))) return wrong('must not be in the future');
  return occurredAt < earliest ? wrong('must not be before the year 2000') : read.data;
}

/** The event as the domain folds it. `clickOf` reads a click that the marketplace names. */
export function toPurchaseEvent(
  told: ToldEvent,
  { key, clickOf }: { key: string; clickOf: (name: string) => NonNullable<ToldClick> | undefined },
): PurchaseEvent {
  const { quantity, occurredAt } = told;
  if (told.type !== 'placed') return { key, type: told.type, quantity, occurredAt, unitPrice: told.unitPrice };
  const { productExternalId, unitPrice, buyer: who } = told;
  const clickId = who?.click === undefined ? undefined : clickOf(who.click);
  return {
    ...{ key, type: told.type, quantity, occurredAt, productExternalId, unitPrice },
    buyer: { accountId: who?.accountId, subject: who?.subject, clickId },
  };
}

type ToldClick = Extract<PurchaseEvent, { type: 'placed' }>['buyer']['clickId'];
