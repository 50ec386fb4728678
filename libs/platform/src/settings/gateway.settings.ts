import { z } from 'zod';
import { defineSetting } from './define-setting.js';

// What the gateway lets callers do. Here and not in the gateway, so that the command line, another app, can set it.

const bucket = z.object({
  /** Points that may be spent at once. */
  capacity: z.number().int().min(1).max(1_000_000_000),
  restoredPerSecond: z.number().positive().max(1_000_000_000),
});

/** Points are those of the gateway's cost plan: a page of ten feed items costs about 150. */
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

/** How often an address may call the integration API without a good key or signature. */
export const callerLimits = defineSetting({
  name: 'gateway.integration',
  schema: z.strictObject({
    windowSeconds: z.number().int().min(1).max(3_600),
    /** Calls of one address in a window that nobody of ours has made, and those that are still being looked at. */
    unknownPerAddress: z.number().int().min(1).max(1_000_000),
  }),
  fallback: { windowSeconds: 60, unknownPerAddress: 300 },
});
