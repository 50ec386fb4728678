import { lineProblems, purchaseEventSchema } from '@moments/attribution';
import { z } from 'zod';
import type { IntegrationOperation } from './openapi.js';

/** How many events may come at once. */
export const mostEvents = 500;

const count = z.int().min(0);
const kept = z.object({
  outcome: z.enum(['kept', 'repeated']).describe('repeated: told before, and nothing has changed.'),
  eventId: z.string(),
  lineProblems: z
    .array(z.enum(lineProblems))
    .describe('What does not fit together in all that was told of the order line; nothing is lost by it.'),
});

/** The call that tells what becomes of order lines. */
export const purchaseOperations: readonly IntegrationOperation[] = [
  {
    method: 'post',
    path: '/purchases',
    id: 'postPurchases',
    summary: 'Tells what has happened to order lines.',
    description:
      'One event, or several under `events`. Each is known by its id, so it may be told again, late and in any order: ' +
      'what a line is follows from all of its events together. Events of orders, products and buyers that are not known ' +
      'yet are kept and joined when they are. An event is about a part of its line when its quantity is less. One that ' +
      'is refused does not keep the others out.',
    scope: 'purchases:write',
    security: 'signature',
    body: {
      type: 'application/json',
      schema: z.union([
        purchaseEventSchema,
        z.object({ events: z.array(purchaseEventSchema).min(1).max(mostEvents) }).describe('Several events.'),
      ]),
      example:
        '{"eventId":"e-1","type":"placed","orderId":"o-1","lineId":"1","quantity":2,"occurredAt":"2026-11-20T09:30:00Z","productExternalId":"p-1","unitPrice":{"amount":"990.00","currency":"RUB"},"buyer":{"click":"clk_…"}}',
    },
    answer: {
      type: 'application/json',
      schema: z.union([
        kept.describe('Of one event.'),
        z
          .object({
            ...{ received: count, kept: count, repeated: count, refused: count },
            events: z.array(
              z.union([
                kept.extend({ index: count }),
                z.object({ index: count, outcome: z.literal('refused'), problem: z.looseObject({ type: z.string() }) }),
              ]),
            ),
          })
          .describe('Of several.'),
      ]),
      description: 'What became of the event, or of each of several in their order.',
      example: '{"outcome":"kept","eventId":"e-1","lineProblems":[]}',
    },
    problems: {
      400: 'What is told is no event; each field is named. Of several events, each has its own problem in the answer.',
      409: 'The one event was told before under its id with another content.',
      413: 'The body is too large.',
    },
  },
];
