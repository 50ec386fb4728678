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
    body: { type: 'application/json', schema: depositSchema },
    answer: {
      type: 'application/json',
      schema: z.object({
        id: z.string(),
        reference: z.string(),
        status: z.enum(['credited', 'suspense']),
        amount: z.object({ amount: z.string(), currency: z.string() }),
      }),
      description: 'Taken in.',
    },
    problems: {
      400: 'The payment is told wrong; each field is named.',
      409: 'Another payment was told under this reference or delivery.',
      413: 'The body is too large.',
    },
  },
];
