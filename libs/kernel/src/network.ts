const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The IPv4 address that an address is, be it written as IPv6; `undefined` for IPv6. What is no address is given back. */
export const ipv4Of = (address: string): string | undefined =>
  mappedIpv4.exec(address)?.[1] ?? (address.includes(':') ? undefined : address);

/** The network of an IPv6 address by its first groups of 16 bits: `2001:db8:0:1::/64` by four. */
export function ipv6NetworkOf(address: string, groups: number): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const start = head.split(':').filter(Boolean);
  const end = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  const all = [...start, ...Array<string>(missing).fill('0'), ...end];
  const prefix = all.slice(0, groups).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${prefix.join(':')}::/${groups * 16}`;
}

/**
 * The network that stands for one client wherever clients are counted: an IPv4 address itself, and the /64 of an IPv6
 * address, since whoever has one address of it has all of them. Anything that is no address is given back as it is.
 */
export const networkOf = (address: string): string => ipv4Of(address) ?? ipv6NetworkOf(address, 4);
