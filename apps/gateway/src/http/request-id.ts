import type { IncomingHttpHeaders } from 'node:http';
import { v7 } from 'uuid';

const plausible = /^[A-Za-z0-9_.-]{8,64}$/;

/**
 * The id that every line and the answer of a request carry. A proxy of ours may have given one already; nobody else is
 * believed, or clients could make their requests look like others'.
 */
export function requestIdOf(headers: IncomingHttpHeaders, behindProxies: boolean): string {
  const given = headers['x-request-id'];
  return behindProxies && typeof given === 'string' && plausible.test(given) ? given : v7();
}
