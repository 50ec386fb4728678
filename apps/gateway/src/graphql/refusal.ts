import { HeaderMap } from '@apollo/server';
import type { DomainError, ErrorCode } from '@moments/kernel';
import { GraphQLError } from 'graphql';
import { toGraphqlError } from './domain-errors.js';
import type { Locale } from './locale.js';

const statuses: Partial<Record<ErrorCode, number>> = { UNAUTHENTICATED: 401, RATE_LIMITED: 429, UNAVAILABLE: 503 };

/**
 * A request that is turned away before anything is executed, with the status that HTTP has for it: 401 for a token that
 * is no good (mobile clients and proxies refresh on it; the GraphQL-over-HTTP draft leaves refusals of this kind to
 * HTTP), 429 for a spent budget, 503 while something of ours is away, 400 for the rest. The body is a GraphQL answer all
 * the same.
 */
export function refusal(error: DomainError, locale: Locale): GraphQLError {
  const shown = toGraphqlError(error, locale);
  const http = { status: statuses[error.code] ?? 400, headers: headersOf(error) };
  const extensions: Record<string, unknown> = { ...shown.extensions, http };
  return new GraphQLError(shown.message, { extensions });
}

function headersOf({ code, params: { retryAfter } }: DomainError): HeaderMap {
  if (code === 'UNAUTHENTICATED') return new HeaderMap().set('www-authenticate', 'Bearer error="invalid_token"');
  return retryAfter === undefined ? new HeaderMap() : new HeaderMap().set('retry-after', String(retryAfter));
}
