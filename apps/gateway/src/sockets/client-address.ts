import type { IncomingMessage } from 'node:http';

/** The client's address as the outermost of our own proxies saw it: the same that Fastify tells for requests. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = forwarded
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
    .reverse();
  const seen = [request.socket.remoteAddress ?? '', ...hops];
  return seen[Math.min(trustedProxies, seen.length - 1)] ?? '';
}
