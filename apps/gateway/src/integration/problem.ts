import type { ErrorCode } from '@moments/kernel';
import { STATUS_CODES } from 'node:http';
import { toldOf } from '../http/errors.js';

/** What an integration is told when its request fails: a problem of RFC 9457. */
export interface Problem {
  /** `urn:moments:problem:<reason>`, stable: for programs. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** What is wrong in the body, each by its JSON pointer. */
  readonly errors?: readonly { pointer: string; detail: string }[];
  /** Under which our logs tell more. */
  readonly requestId: string;
}

const statuses: Readonly<Record<ErrorCode, number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BLOCKED: 403,
  FEATURE_NOT_AVAILABLE: 403,
  NOT_ELIGIBLE: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  EXPIRED: 410,
  UNSUPPORTED_MEDIA: 415,
  INVALID_STATE: 422,
  LIMIT_EXCEEDED: 422,
  INSUFFICIENT_FUNDS: 422,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** Makes a problem of what was thrown; `undefined` for a defect of ours, of which nothing is told. */
export function problemOf(error: unknown, requestId: string): Problem | undefined {
  const told = toldOf(error);
  if (told) {
    const status = statuses[told.code];
    const errors = told
      .problems()
      .flatMap(({ field, message }) => (field ? [{ pointer: pointerTo(field), detail: message }] : []));
    return problem(status, {
      reason: told.reason,
      detail: told.message,
      code: told.code,
      requestId,
      ...(errors.length > 0 ? { errors } : {}),
    });
  }
  const status = clientStatus(error);
  if (status === undefined) return undefined;
  const reason = status === 413 ? 'body_too_large' : 'bad_request';
  return problem(status, { reason, detail: (error as Error).message, code: 'INVALID_INPUT', requestId });
}

export const defect = (requestId: string): Problem =>
  problem(500, { reason: 'internal', detail: 'Something went wrong on our side.', code: 'INTERNAL', requestId });

function problem(
  status: number,
  { reason, ...rest }: Pick<Problem, 'detail' | 'code' | 'requestId' | 'errors'> & { reason: string },
): Problem {
  return { type: `urn:moments:problem:${reason}`, title: STATUS_CODES[status] ?? 'Error', status, ...rest };
}

/** Fastify's own refusals say what is wrong with the request. */
function clientStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : undefined;
}

/** RFC 6901, as a fragment. */
const pointerTo = (field: readonly string[]): string =>
  `#${field.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
