import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const bucket = z.object({
  /** Points that may be spent at once. */
  capacity: z.number().int().min(1).max(1_000_000_000),
  restoredPerSecond: z.number().positive().max(1_000_000_000),
});

/** Points are those of {@link planCost}: a page of ten feed items costs about 150. */
export const costSetting = defineSetting({
  name: 'gateway.cost',
  schema: z
    .object({
      /** Most that one operation may cost. */
      perOperation: z.number().int().min(1),
      /** What a document costs that is not executed because it is wrong or too big. */
      rejected: z.number().int().min(1),
      /** Of each signed-in account. */
      account: bucket,
      /** Of each address, for who has not signed in; mobile networks put many people behind one. */
      address: bucket,
    })
    .refine(({ perOperation, account, address }) => perOperation <= Math.min(account.capacity, address.capacity), {
      message: 'an operation that is allowed must fit into a full bucket',
      path: ['perOperation'],
    }),
  fallback: {
    perOperation: 2_000,
    rejected: 20,
    account: { capacity: 10_000, restoredPerSecond: 200 },
    address: { capacity: 20_000, restoredPerSecond: 400 },
  },
});
