import { networkOf } from '@moments/kernel';
import type { GraphqlContext } from '../context.js';

/** Whose bucket an operation is charged to. */
export interface Payer {
  readonly kind: 'account' | 'address';
  readonly id: string;
}

/** The account of who has signed in, the address of who has not. */
export const payerOf = ({ viewer, request }: GraphqlContext): Payer =>
  viewer.accountId ? { kind: 'account', id: viewer.accountId } : addressPayer(request.address);

/** An address pays for its network: whoever has one IPv6 address has all of its /64. */
export const addressPayer = (address: string): Payer => ({ kind: 'address', id: networkOf(address) });
