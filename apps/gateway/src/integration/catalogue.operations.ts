import { deleteMark, ingestionLimits, productRecord, sellerRecord } from '@moments/catalog';
import { z } from 'zod';
import type { IntegrationOperation } from './openapi.js';

const fault = { field: z.string().describe('Empty for the line as a whole.'), reason: z.string() };
const count = z.int().min(0);

const answerLine = z.union([
  z
    .object({
      line: z.int().min(1),
      externalId: z.string().optional(),
      ...fault,
      others: z.array(z.object(fault)).optional().describe('What else is wrong with it.'),
    })
    .describe('A record that was refused.'),
  z.object({ line: z.int().min(1), externalId: z.string(), warning: z.string() }).describe('A record that went in.'),
  z
    .object({
      totals: z.object({
        received: count,
        upserted: count,
        unchanged: count,
        deleted: count,
        refused: count,
        complete: z.boolean().describe('False when the stream could not be read to its end.'),
      }),
    })
    .describe('The last line.'),
]);

const description =
  'Each line is one change by external id: what is left out stays as it is, null clears, and a delete mark takes away. ' +
  'The same again changes nothing, so a stream that broke may be sent again from any line. Lines go in as they come, ' +
  'in batches; one that is refused does not keep the others out. content-encoding: gzip is welcome. A line may have ' +
  `${ingestionLimits.fallback.lineBytes} bytes.`;

const shared = {
  method: 'put',
  description,
  scope: 'catalogue:write',
  security: 'key',
  answer: {
    type: 'application/x-ndjson',
    schema: answerLine,
    description: 'A line per record that was refused or is worth a warning, in no certain order; the totals come last.',
    example: [
      '{"line":2,"externalId":"2","field":"name","reason":"is needed for a new seller"}',
      '{"totals":{"received":2,"upserted":1,"unchanged":0,"deleted":0,"refused":1,"complete":true}}',
    ].join('\n'),
  },
  problems: {
    415: 'Another content-encoding than gzip.',
    429: 'Too many streams at once, or too many calls of this address had no good key: retry-after says for how long to wait.',
  },
} as const;

/** The calls that bring the catalogue. */
export const catalogueOperations: readonly IntegrationOperation[] = [
  {
    ...shared,
    path: '/sellers',
    id: 'putSellers',
    summary: 'Makes, changes and deletes sellers.',
    body: {
      type: 'application/x-ndjson',
      schema: z.union([sellerRecord.describe('A seller, new or changed.'), deleteMark.describe('Takes it away.')]),
      example:
        '{"externalId":"s-1","name":"Lantern House","rating":4.8,"reviewsCount":312}\n{"externalId":"s-9","deleted":true}',
    },
  },
  {
    ...shared,
    path: '/products',
    id: 'putProducts',
    summary: 'Makes, changes and deletes products.',
    body: {
      type: 'application/x-ndjson',
      schema: z.union([
        productRecord({ attributes: ingestionLimits.fallback.attributes }).describe('A product, new or changed.'),
        deleteMark.describe('Takes it away.'),
      ]),
      example: [
        '{"externalId":"p-1","sellerExternalId":"s-1","title":"Copper kettle","price":{"amount":"990.00","currency":"RUB"},"stock":7}',
        '{"externalId":"p-1","stock":6}',
        '{"externalId":"p-9","deleted":true}',
      ].join('\n'),
    },
  },
];
