import { randomUUID } from 'node:crypto';

/** What is read of the `userErrors` of a mutation. */
export const errors = 'userErrors { code reason message field }';

export const roubles = (amount: string): object => ({ amount, currency: 'RUB' });

/** For one call that may be repeated. */
export const key = (): string => randomUUID();
