const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network that an address belongs to when views are judged: the /24 of IPv4, and the /48 of IPv6, which is what a
 * household or an office is given. Anything that is no address is given back as it is.
 */
export function networkPrefixOf(address: string): string {
  const ipv4 = mappedIpv4.exec(address)?.[1] ?? (address.includes(':') ? undefined : address);
  if (ipv4 !== undefined) {
    const parts = ipv4.split('.');
    return parts.length === 4 ? `${parts.slice(0, 3).join('.')}.0/24` : ipv4;
  }
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const start = head.split(':').filter(Boolean);
  const end = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  const groups = [...start, ...Array<string>(missing).fill('0'), ...end];
  return `${groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/48`;
}
