import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

type PostFailure = 'timeout' | 'unreachable' | 'forbidden_address' | 'stopped';

/** What an endpoint answered, or why nothing came back. */
export type PostOutcome = { readonly status: number } | { readonly failure: PostFailure };

export interface OutgoingMessage {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  readonly timeoutMs: number;
  readonly allowPrivateNetworks: boolean;
  /** Aborted when the process is to end. */
  readonly signal: AbortSignal;
}

class ForbiddenAddress extends Error {}

/**
 * POSTs a message and gives the status; what the endpoint says besides is not read. Redirects are not followed. The
 * addresses of a name are judged as they are connected to, so that no name can point elsewhere in between.
 */
export async function postMessage(
  { url, headers, body }: OutgoingMessage,
  { timeoutMs, allowPrivateNetworks, signal }: PostOptions,
): Promise<PostOutcome> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivateNetworks && isIP(host) !== 0 && !isPublicAddress(host)) return { failure: 'forbidden_address' };
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const status = await new Promise<number>((answered, failed) => {
      const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          lookup: allowPrivateNetworks ? undefined : lookupPublic,
          // A connection of its own: one endpoint that keeps them open takes them from nobody else.
          agent: false,
          signal: AbortSignal.any([timeout, signal]),
        },
        (response) => {
          response.destroy();
          answered(response.statusCode ?? 0);
        },
      );
      request.on('error', failed);
      request.end(body);
    });
    return { status };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { failure: 'forbidden_address' };
    if (timeout.aborted) return { failure: 'timeout' };
    return { failure: signal.aborted ? 'stopped' : 'unreachable' };
  }
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = error ? [] : addresses;
    // One private address among public ones is no accident.
    if (error) callback(error, '');
    else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      callback(new ForbiddenAddress(hostname), '');
    } else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
