import { z } from 'zod';
import type { IntegrationOperation } from './openapi.js';

/** The call that brings files of a bank. */
export const bankFileOperations: readonly IntegrationOperation[] = [
  {
    method: 'post',
    path: '/bank-files',
    id: 'postBankFile',
    summary: 'Tells of payouts: a pain.002 or a camt.054 of ISO 20022.',
    description:
      'Taken in whole or not at all; the same file again gets the same answer, and words may come in any order. Whatever ' +
      'is refused moves no money.',
    scope: 'bank-files:write',
    security: 'signature',
    body: {
      type: 'application/xml',
      schema: z.string(),
      example: '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">…</Document>',
    },
    answer: {
      type: 'application/json',
      schema: z.object({
        kind: z.enum(['pain.002', 'camt.054']),
        messageId: z.string(),
        ...{ settled: z.int(), refused: z.int(), returned: z.int(), noted: z.int(), passed: z.int() },
      }),
      description: 'Taken in: how many payouts went which way.',
      example: '{"kind":"pain.002","messageId":"BANK-42","settled":3,"refused":1,"returned":0,"noted":0,"passed":0}',
    },
    problems: {
      400: 'The file cannot be read, or tells another sum.',
      404: 'It tells of a payment that is none of ours.',
      409: 'It contradicts what is known, or its message id was used for another content.',
      413: 'The body is too large.',
    },
  },
];
