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

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export function networkOf(address: string): string {
  const ipv4 = mappedIpv4.exec(address)?.[1];
  if (ipv4 ?? !address.includes(':')) return ipv4 ?? address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const start = head.split(':').filter(Boolean);
  const end = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  const groups = [...start, ...Array<string>(missing).fill('0'), ...end];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
