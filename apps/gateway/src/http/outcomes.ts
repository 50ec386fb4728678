import type { FastifyRequest } from 'fastify';
import type { Outcome } from '../graphql/context.js';

const outcomes = new WeakMap<FastifyRequest, Outcome>();

/** What became of the request so far; the same object for as long as the request lives. */
export function outcomeOf(request: FastifyRequest): Outcome {
  const outcome = outcomes.get(request) ?? {};
  outcomes.set(request, outcome);
  return outcome;
}
