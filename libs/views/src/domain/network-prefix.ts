import { ipv4Of, ipv6NetworkOf } from '@moments/kernel';

/**
 * The network that an address belongs to when views are judged: the /24 of IPv4, and the /48 of IPv6, which is what a
 * household or an office is given. Anything that is no address is given back as it is.
 */
export function networkPrefixOf(address: string): string {
  const ipv4 = ipv4Of(address);
  if (ipv4 === undefined) return ipv6NetworkOf(address, 3);
  const parts = ipv4.split('.');
  return parts.length === 4 ? `${parts.slice(0, 3).join('.')}.0/24` : ipv4;
}
