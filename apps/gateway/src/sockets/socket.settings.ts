import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const count = z.number().int().min(1).max(1_000_000);

/** Counted in each gateway process: a counter in Redis would outlive a crash and lock people out. */
export const socketsSetting = defineSetting({
  name: 'gateway.sockets',
  schema: z.object({
    /** Sockets of one address; mobile networks put many people behind one. */
    perAddress: count,
    /** Sockets of one signed-in account. */
    perAccount: count,
    /** Operations running at once on one socket. */
    operationsPerSocket: count,
  }),
  fallback: { perAddress: 500, perAccount: 10, operationsPerSocket: 20 },
});
