import { depositSchema } from '@moments/ledger';
import { z } from 'zod';
import type { IntegrationOperation } from './openapi.js';

/** The call that brings money. */
export const depositOperations: readonly IntegrationOperation[] = [
  {
    method: 'post',
    path: '/deposits',
    id: 'postDeposit',
    summary: 'Tells of a payment that has arrived at the bank.',
    description:
      'Idempotent by the bank’s reference: the same again gets the same answer. A payee who is not known is no reason ' +
      'to refuse: the money then waits for an operator.',
    scope: 'deposits:write',
    security: 'signature',
    body: {
      type: 'application/json',
      schema: depositSchema,
      example:
        '{"reference":"BANK-1","payee":"sel_01a202f36a63724087123dcc2f5ecca2","amount":{"amount":"1000.50","currency":"RUB"},"receivedAt":"2026-11-20T09:30:00Z","details":"Invoice 17"}',
    },
    answer: {
      type: 'application/json',
      schema: z.object({
        id: z.string(),
        reference: z.string(),
        status: z.enum(['credited', 'suspense']),
        amount: z.object({ amount: z.string(), currency: z.string() }),
      }),
      description: 'Taken in.',
      example:
        '{"id":"dep_01a202f36a63724087123dcc2f5ecca2","reference":"BANK-1","status":"credited","amount":{"amount":"1000.50","currency":"RUB"}}',
    },
    problems: {
      400: 'The payment is told wrong; each field is named.',
      409: 'Another payment was told under this reference or delivery.',
      413: 'The body is too large.',
    },
  },
];
