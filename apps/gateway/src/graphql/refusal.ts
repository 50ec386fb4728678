import { HeaderMap } from '@apollo/server';
import { type DomainError, Unavailable } from '@moments/kernel';
import { GraphQLError } from 'graphql';
import { toGraphqlError } from './domain-errors.js';
import { RateLimited } from './limits/cost.errors.js';
import type { Locale } from './locale.js';

/**
 * A request that is turned away before anything is executed, with the status that HTTP has for it: 401 for a token that
 * is no good (mobile clients and proxies refresh on it; the GraphQL-over-HTTP draft leaves refusals of this kind to
 * HTTP), 429 for a spent budget, 503 while something of ours is away, 400 for the rest. The body is a GraphQL answer all the same.
 */
export function refusal(error: DomainError, locale: Locale): GraphQLError {
  const shown = toGraphqlError(error, locale);
  const extensions: Record<string, unknown> = { ...shown.extensions, http: httpOf(error) };
  return new GraphQLError(shown.message, { extensions });
}

function httpOf(error: DomainError): { status: number; headers: HeaderMap } {
  if (error instanceof RateLimited)
    return { status: 429, headers: header('retry-after', `${error.retryAfterSeconds}`) };
  if (error instanceof Unavailable) {
    return { status: 503, headers: header('retry-after', String(error.params.retryAfter)) };
  }
  if (error.code === 'UNAUTHENTICATED') {
    return { status: 401, headers: header('www-authenticate', 'Bearer error="invalid_token"') };
  }
  return { status: 400, headers: new HeaderMap() };
}

const header = (name: string, value: string): HeaderMap => new HeaderMap().set(name, value);
